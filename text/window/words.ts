/** The same keys with any words: what a further language has to have. Plural forms beyond English ones may be added. */
export type Worded<T> = { readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]> } & {
  readonly [more: string]: unknown;
};
