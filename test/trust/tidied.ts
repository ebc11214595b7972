import type { Tidied } from '../journeys/fleet-cli.ts';

/** Does work outside a test, and tidies up after it: the last thing first. */
export async function tidied<T>(work: (t: Tidied) => Promise<T>): Promise<T> {
  const undo: (() => unknown)[] = [];
  try {
    return await work({ after: (tidy) => void undo.push(tidy) });
  } finally {
    for (const tidy of undo.reverse()) await tidy();
  }
}
