/** Tags in one cell, `;` between them; a `;` or `\` of a tag has `\` before it. */
export const joinTags = (tags: readonly string[]): string =>
  tags.map((tag) => tag.replace(/[\\;]/g, '\\$&')).join('; ');

export const splitTags = (cell: string): string[] =>
  (cell.match(/(?:\\[\\;]|[^;])+/g) ?? [])
    .map((tag) => tag.trim().replace(/\\([\\;])/g, '$1'))
    .filter((tag) => tag !== '');
