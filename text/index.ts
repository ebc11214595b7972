export * from './label-words.ts';
export * from './paper-en.ts';
export * from './paper-words.ts';
export { windowEn } from './window/en/index.ts';
