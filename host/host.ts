import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Clock, contract, DevicesPort, NetworkPort, Random } from '../contract/index.ts';
import { openStore } from '../db/index.ts';
import { openDevices } from '../devices/index.ts';
import { interfaces, networkPort, openVault, systemClock, type Vault, type VaultOptions } from '../machine/index.ts';
import { about } from './commands/about.ts';
import { cards } from './commands/cards.ts';
import { database } from './commands/database.ts';
import { files } from './commands/files.ts';
import { identifyPlug } from './commands/identify.ts';
import { inventory } from './commands/inventory.ts';
import { labels } from './commands/labels.ts';
import { ledger } from './commands/ledger.ts';
import { logins } from './commands/logins.ts';
import { places } from './commands/places.ts';
import { plans } from './commands/plans.ts';
import { runs } from './commands/runs.ts';
import { scanTargets } from './commands/scan-targets.ts';
import { ticksIn } from './commands/ticks-in.ts';
import { watchPlugs } from './commands/watch-plugs.ts';
import type { HostContext } from './context.ts';
import { PlugFeed } from './plug-feed.ts';
import { RunHall } from './run-hall.ts';

/** Everything the contract names, implemented. */
const router = {
  about,
  plugs: { ...inventory, ...files, ...labels, scanTargets, identify: identifyPlug, watch: watchPlugs },
  places,
  logins,
  plans,
  runs,
  ledger,
  database,
  cards: { ...cards, ...ticksIn },
};

const { labels: _labels, ...ofPlugs } = router.plugs;
const { checklist: _checklist, ...ofCards } = router.cards;
/**
 * What a page may call: all but the two commands that write files of this computer by their name. A page is given
 * bytes, so that who gets hold of one gets no hold of the files of whoever serves it.
 */
export const pageRouter = { ...router, plugs: ofPlugs, cards: ofCards };

export type Client = ContractRouterClient<typeof contract>;

export interface HostOptions {
  /** The database file. Its vault lies beside it as `FILE.vault`. */
  db: string;
  /** `own`: this process owns the file. `read`: another may be writing to it. */
  mode: 'own' | 'read';
  /** What this process is, for a second one that is told who owns the file. */
  command: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Where this process may look for the vault's key, beside the environment. */
  vault?: Pick<VaultOptions, 'keyringProgram' | 'shell'>;
  /** What the window shows of this process. */
  about?: Partial<HostContext['about']>;
  /** For tests: what is not the real thing. */
  clock?: Clock;
  random?: Random;
  devices?: DevicesPort;
  network?: NetworkPort;
}

export interface Host extends AsyncDisposable {
  /** The contract, called in this process. */
  readonly client: Client;
  readonly context: HostContext;
}

/**
 * Opens a fleet's database and everything that works on it.
 * @throws `database-in-use`, `database-newer`, `database-damaged`, `runtime-too-old` and their like
 */
export function openHost(o: HostOptions): Host {
  const clock = o.clock ?? systemClock();
  const random = o.random ?? Math.random;
  const feed = new PlugFeed();
  const store = feed.over(
    openStore(o.db, { mode: o.mode, wallMs: () => clock.wallMs(), owner: { command: o.command } }),
  );
  let vault: Vault | undefined;
  const context: HostContext = {
    store,
    feed,
    about: { version: '', practice: false, practiceNetworks: [], by: 'unknown', ...o.about },
    database: o.db,
    devices: o.devices ?? openDevices({ clock, random }),
    network: o.network ?? networkPort(),
    clock,
    random,
    get vault() {
      const key = o.env['PLUGFLEET_VAULT_KEY'];
      vault ??= openVault(`${o.db}.vault`, {
        ...(key === undefined ? {} : { env: key }),
        keyring: o.env['PLUGFLEET_NO_KEYRING'] !== '1',
        ...o.vault,
      });
      return vault;
    },
    // virtual plugs live on loopback: whoever practises must not be able to disturb a real one
    interfaces: o.about?.practice ? () => [] : () => interfaces(o.env['PLUGFLEET_INTERFACES']),
    hall: new RunHall(),
  };
  return {
    client: createRouterClient(router, { context }),
    context,
    async [Symbol.asyncDispose]() {
      await context.hall.close();
      store.close();
    },
  };
}
