import type { windowEn } from './en/index.ts';

/** The same keys, each with words of another language: what is missing or too much does not compile. */
type Worded<T> = { readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]> };

/** All words of the window, as another language has them. */
export type WindowWords = Worded<typeof windowEn>;

/** The languages of the window besides English. Each is a part of its own, fetched by whoever wants it. */
export const otherWindowWords = {
  de: async (): Promise<WindowWords> => (await import('./de/index.ts')).windowDe,
} as const satisfies Record<string, () => Promise<WindowWords>>;
