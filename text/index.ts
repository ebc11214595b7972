export * from './paper-en.ts';
export * from './paper-words.ts';
