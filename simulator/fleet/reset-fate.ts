import { type Fault, findFault } from '../spec/fault.ts';
import type { ResetCommand } from './truth.ts';

/** How a factory reset goes: what the asker hears, and what the plug does. */
export interface ResetFate {
  readonly answer: 'acknowledge' | 'refuse' | 'half' | 'garbage' | 'hang' | 'cut';
  readonly deed: 'erase' | 'erase-and-return' | 'restart' | 'nothing';
}

export function resetFate(faults: readonly Fault[]): ResetFate {
  return { answer: answerOf(faults), deed: deedOf(faults) };
}

function answerOf(faults: readonly Fault[]): ResetFate['answer'] {
  if (findFault(faults, 'cut-before-reset') || findFault(faults, 'cut-after-reset')) return 'cut';
  if (findFault(faults, 'mute')) return 'hang';
  if (findFault(faults, 'refuse')) return 'refuse';
  if (faults.some((fault) => fault.kind === 'half-reply' && fault.on === 'reset')) return 'half';
  if (faults.some((fault) => fault.kind === 'garbage' && fault.on === 'reset')) return 'garbage';
  return 'acknowledge';
}

function deedOf(faults: readonly Fault[]): ResetFate['deed'] {
  if (findFault(faults, 'cut-before-reset') || findFault(faults, 'refuse') || findFault(faults, 'stay'))
    return 'nothing';
  if (findFault(faults, 'restart')) return 'restart';
  return findFault(faults, 'firmware-says-fresh') ? 'erase-and-return' : 'erase';
}

export function answeredAs(answer: ResetFate['answer']): ResetCommand['answered'] {
  if (answer === 'acknowledge') return 'acknowledged';
  return answer === 'refuse' ? 'refused' : 'none';
}
