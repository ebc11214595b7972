import { writeSync } from 'node:fs';
import { openStore } from '../../db/index.ts';
import { saying } from './samples.ts';

// appends to the ledger until it is killed; says the number of each entry as soon as `append` has returned
const [file = ''] = process.argv.slice(2);
const { ledger } = openStore(file, { mode: 'own', wallMs: () => 0, owner: { command: 'append' } });
for (;;) {
  const entries = ledger.append('2026-11-23T10:00:00.000Z', saying('a'), saying('b'), saying('c'));
  writeSync(1, `${entries.at(-1)?.seq}\n`);
}
