import type { Style } from '../page/typesetter.ts';

/** Letter sizes of the checklist: read at arm's length, in a corridor. */
export const styles = {
  title: { size: 27, weight: 'bold' },
  heading: { size: 15, weight: 'bold' },
  body: { size: 12, weight: 'regular' },
  strong: { size: 12, weight: 'bold' },
  name: { size: 17, weight: 'bold' },
  alias: { size: 14, weight: 'regular' },
  mac: { size: 16, weight: 'bold', spacing: 0.8 },
  fact: { size: 10, weight: 'regular' },
  factName: { size: 10, weight: 'bold' },
  running: { size: 8.5, weight: 'regular' },
  band: { size: 11, weight: 'bold' },
} as const satisfies Record<string, Style>;
