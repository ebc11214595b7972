import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Host, openHost } from '../host.ts';
import { startPractice } from './virtual-fleet.ts';

export interface OpenPractice extends AsyncDisposable {
  host: Host;
}

/**
 * Virtual plugs and a fleet to practise on them: a database of its own that is gone with it, the plugs' accounts
 * stored, a place named for their network. Nothing outside loopback is touched.
 * @throws `port-taken`
 */
export async function openPractice(o: { command: string; version: string; by: string }): Promise<OpenPractice> {
  const practice = await startPractice(undefined);
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-practice-'));
  try {
    const host = openHost({
      db: join(folder, 'practice.db'),
      mode: 'own',
      command: o.command,
      // a key for this one vault: the system's keyring is for real passwords
      env: { PLUGFLEET_VAULT_KEY: randomBytes(32).toString('hex'), PLUGFLEET_NO_KEYRING: '1' },
      about: { version: o.version, by: o.by, practice: true, practiceNetworks: [practice.network] },
    });
    const { DEFAULT_ACCOUNT } = await import('../../simulator/index.ts');
    for (const [index, account] of (practice.spec.accounts ?? [DEFAULT_ACCOUNT]).entries())
      await host.client.logins.add({ name: `practice ${index + 1}`, ...account });
    return {
      host,
      async [Symbol.asyncDispose]() {
        await host[Symbol.asyncDispose]();
        await practice.fleet.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (thrown) {
    await practice.fleet.close();
    rmSync(folder, { recursive: true, force: true });
    throw thrown;
  }
}
