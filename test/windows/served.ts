import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Host, openHost, openPractice } from '../../host/index.ts';
import { serve } from '../../server/index.ts';
import { DEFAULT_ACCOUNT, type FleetSpec, type RemoteFleet } from '../../simulator/index.ts';
import { freeAddresses, startPlugs } from '../journeys/fleet-cli.ts';
import { builtPage, pageFolder } from './window.ts';

export interface Served {
  url: string;
  host: Host;
  fleet: RemoteFleet;
  /** A folder that goes away with the test. */
  folder: string;
  /** The network of the virtual plugs. */
  network: string;
}

/**
 * Virtual plugs in a process of their own, and a fleet with their account stored (unless told otherwise), served to
 * browsers. Nothing is scanned yet.
 */
export async function served(
  t: TestContext,
  describe: (prefix: string) => FleetSpec,
  o: { withLogin: boolean } = { withLogin: true },
): Promise<Served> {
  await builtPage();
  const prefix = await freeAddresses();
  const fleet = await startPlugs(t, describe(prefix));
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-window-'));
  const host = openHost({
    db: join(folder, 'fleet.db'),
    mode: 'own',
    command: 'test',
    env: { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) },
    about: { version: '0.0.0', by: 'Tess Tester' },
  });
  const options = { host: '127.0.0.1', port: 0, tls: undefined, waiveTls: false, page: pageFolder };
  const serving = await serve(host, options, () =>
    openPractice({ command: 'test', version: '0.0.0', by: 'Tess Tester' }),
  );
  t.after(async () => {
    await serving[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  if (o.withLogin) await host.client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
  return { url: serving.url, host, fleet, folder, network: `${prefix}.1.0/26` };
}

/** Scans without a window. */
export async function scanned({ host, network }: Served, own: 'none' | 'stored' = 'stored'): Promise<void> {
  for await (const _ of await host.client.plugs.scan({ networks: [network], own }));
}
