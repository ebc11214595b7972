import { hash } from 'node:crypto';

/** What stands in place of an entry before the first. */
export const firstPrevious = '0'.repeat(64);

/** An entry as it is stored. `body` is canonical JSON, and hashed as it stands: not a blank in it can change unnoticed. */
export interface StoredEntry {
  seq: number;
  at: string;
  run: string | null;
  mac: string | null;
  kind: string;
  body: string;
}

/** SHA-256 over the hash before and the canonical JSON of the entry, as 64 lower-case hex digits. */
export function entryHash(previous: string, { seq, at, run, mac, kind, body }: StoredEntry): string {
  const [atText, kindText, macText, runText] = [at, kind, mac, run].map((text) => JSON.stringify(text));
  const entry = `{"at":${atText},"body":${body},"kind":${kindText},"mac":${macText},"run":${runText},"seq":${seq}}`;
  return hash('sha256', previous + entry);
}

/** JSON without spaces and with the keys of every object in the order of their code units: one text for one value. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value));

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, ordered(part)]));
}
