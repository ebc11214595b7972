import { createElement } from 'react';
import type { Plug, PlugFacts } from '../../../contract/index.ts';
import { client } from '../../feed/client.ts';
import { tell, tellFailure, untell } from '../../parts/tell.ts';
import { Undoable } from './undoable.tsx';

/** One change of the inventory, and the way back. */
interface Change {
  /** What was done, in words. */
  did: (changed: number) => string;
  carryOut: () => Promise<{ changed: number }>;
  undo: () => Promise<unknown>;
  undone: (did: string) => string;
}

/** The newest last; as many as anybody would step back. */
const steps: { did: string; undo: () => Promise<unknown>; undone: (did: string) => string }[] = [];
const mostSteps = 50;

/** Carries a change out, says so, and offers to take it back. */
export async function change({ did, carryOut, undo, undone }: Change): Promise<void> {
  try {
    const { changed } = await carryOut();
    const words = did(changed);
    if (changed > 0) {
      steps.push({ did: words, undo, undone });
      if (steps.length > mostSteps) steps.shift();
    }
    const message = changed > 0 ? createElement(Undoable, { words, onUndo: () => void undoLast() }) : words;
    tell(message, { id: 'changed', forMs: 8000 });
  } catch (thrown) {
    tellFailure(thrown);
  }
}

/** Takes the newest change back. */
export async function undoLast(): Promise<void> {
  const step = steps.pop();
  if (step === undefined) return;
  try {
    await step.undo();
    untell('changed');
    tell(step.undone(step.did), { id: 'undone' });
  } catch (thrown) {
    steps.push(step);
    tellFailure(thrown);
  }
}

/** The facts of plugs as they are, to be put back. */
export const factsOf = (plugs: readonly Plug[]): PlugFacts[] =>
  plugs.map(({ mac, site, room, label, tags, feedsNetwork }) => ({ mac, site, room, label, tags, feedsNetwork }));

export const putBack = (plugs: readonly Plug[]) => {
  const facts = factsOf(plugs);
  return () => client.plugs.putFacts({ plugs: facts });
};

/** Protects plugs as they are protected now: whole, by their outlets, or both, each with its own reason. */
export const protectAgain = (plugs: readonly Plug[], by: string) => async (): Promise<void> => {
  for (const { mac, protectedReason, protectedOutlets } of plugs) {
    const selection = { macs: [mac] };
    if (protectedReason !== null) await client.plugs.protect({ selection, reason: protectedReason, by });
    for (const { id, reason } of protectedOutlets) await client.plugs.protect({ selection, outlet: id, reason, by });
  }
};
