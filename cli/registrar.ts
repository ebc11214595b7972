import type { Door } from './door.ts';

/**
 * Turns a command's work into what commander calls: it is handed the door first, then the arguments, then the options
 * (commander gives these untyped; each work says what it takes), and resolves to the exit code.
 */
export type Registrar = (
  work: (door: Door, ...given: never[]) => Promise<number>,
) => (...given: unknown[]) => Promise<void>;
