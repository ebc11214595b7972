import { writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openStore } from '../../db/index.ts';

// owns the database named by the first argument until it is killed, without keeping the store; says how that went
const [file = '', command = '', then] = process.argv.slice(2);
try {
  openStore(file, { mode: 'own', wallMs: () => Date.UTC(2026, 10, 23), owner: { command } });
  writeSync(1, `owns ${process.pid}\n`);
} catch (thrown) {
  writeSync(1, `refused ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exit();
}
if (then === 'collect-garbage') {
  setFlagsFromString('--expose-gc');
  // in a later turn, when nothing on the stack refers to the store any more
  setImmediate(() => {
    runInNewContext('gc')();
    writeSync(1, 'collected\n');
  });
}
setInterval(() => undefined, 60_000);
