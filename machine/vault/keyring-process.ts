import { readFileSync } from 'node:fs';
import { Entry } from '@napi-rs/keyring';

/**
 * A process of its own for one call of the keyring (see keyring.ts): `get ACCOUNT` prints the secret, `set ACCOUNT`
 * takes it from stdin. Exit 0: done; 3: no such entry; 1: no keyring, or it refused.
 */
const [, , action = '', account = ''] = process.argv;

// Without this the binding falls back to the kernel's keyring on Linux, which forgets everything at the next start
const entry = new Entry('plugfleet', account, { linux: { store: 'secret-service' } });
if (action === 'set') {
  entry.setPassword(readFileSync(0, 'utf8'));
} else {
  const secret = entry.getPassword();
  if (secret === null) process.exitCode = 3;
  else process.stdout.write(secret);
}
