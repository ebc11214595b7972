export * from './label-words.ts';
export * from './paper/languages.ts';
export * from './paper/words.ts';
export { windowEn } from './window/en/index.ts';
export { otherWindowWords, type WindowWords } from './window/words.ts';
