import type { Style } from '../page/typesetter.ts';

/** Letter sizes of the checklist: read at arm's length, in a corridor. */
export const styles = {
  title: { size: 25, weight: 'bold' },
  heading: { size: 15, weight: 'bold' },
  body: { size: 11.5, weight: 'regular' },
  strong: { size: 11.5, weight: 'bold' },
  name: { size: 17, weight: 'bold' },
  alias: { size: 13, weight: 'regular' },
  mac: { size: 15, weight: 'bold', spacing: 0.6 },
  number: { size: 13, weight: 'bold' },
  fact: { size: 9.5, weight: 'regular' },
  factName: { size: 9.5, weight: 'bold' },
  pocketName: { size: 11, weight: 'bold' },
  pocketAlias: { size: 9.5, weight: 'regular' },
  pocketMac: { size: 10, weight: 'bold', spacing: 0.3 },
  column: { size: 7, weight: 'regular' },
  code: { size: 13, weight: 'bold', spacing: 0.6 },
  running: { size: 8.5, weight: 'regular' },
  band: { size: 11, weight: 'bold' },
} as const satisfies Record<string, Style>;
