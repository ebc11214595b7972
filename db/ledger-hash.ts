import { createHash } from 'node:crypto';

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
  return createHash('sha256')
    .update(previous)
    .update(`{"at":${atText},"body":${body},"kind":${kindText},"mac":${macText},"run":${runText},"seq":${seq}}`)
    .digest('hex');
}

/** JSON without spaces and with the keys of every object in the order of their code units: one text for one value. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
