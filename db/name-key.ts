import { PlugfleetError } from '../contract/index.ts';

/**
 * A name of a place as it is compared: 'Flat 12', ' flat 12' and 'FLAT 12' are one. SQLite's own NOCASE knows no
 * letter beyond ASCII, and a name that comes from a Mac may spell an accent as a character of its own.
 */
export const nameKey = (name: string): string => name.trim().normalize('NFC').toLowerCase();

/** The key of a place that is to be made, which needs a name. */
export function requireNameKey(name: string): string {
  const key = nameKey(name);
  if (key === '') throw new PlugfleetError('bad-input', 'A site or room needs a name');
  return key;
}
