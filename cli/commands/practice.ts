import type { Command } from 'commander';
import type { Registrar } from '../registrar.ts';

/** Commands that work on virtual plugs. */
export function registerPractice(_program: Command, _run: Registrar): void {
  return;
}
