/** `1 plug`, `2 plugs`: how many of what. */
export const countOf = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
