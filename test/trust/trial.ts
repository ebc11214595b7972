import { ledgerKinds } from '../../contract/index.ts';
import { chance } from './chance.ts';
import { story, type Tally } from './story.ts';
import { tidied } from './tidied.ts';

/** Of one neighbourhood: enough for every kind of entry, and some by chance. */
const killsPerStory = 50;

/**
 * Kills command lines until there were so many kills, in as many neighbourhoods as that takes. Rejects at the first
 * thing that is not as it has to be; the tally says how far it came.
 */
export async function trial(
  tally: Tally,
  o: { kills: number; seed: number; say: (line: string) => void },
): Promise<void> {
  const random = chance(o.seed);
  while (tally.kills < o.kills) {
    const most = Math.min(killsPerStory, o.kills - tally.kills);
    await tidied((t) => story(t, { most, tally, random, say: o.say }));
  }
}

export const emptyTally = (): Tally => ({
  kills: 0,
  at: new Map(),
  resetTwice: 0,
  falseDone: 0,
  plugs: 0,
  resets: 0,
  entries: 0,
});

/** Kinds of entries after which nothing was killed. */
export const missed = ({ at }: Tally): string[] => ledgerKinds.filter((kind) => !at.has(kind));

export const oneLine = ({ kills, resetTwice, falseDone }: Tally): string =>
  `${kills} kills, ${resetTwice} reset twice, ${falseDone} false done`;
