import type { About, Clock, Credential, DevicesPort, NetworkPort, Random, Store } from '../contract/index.ts';
import type { Ipv4Interface, Vault } from '../machine/index.ts';
import type { PlugFeed } from './plug-feed.ts';
import type { RunHall } from './run-hall.ts';

/** What every command works with. */
export interface HostContext {
  store: Store;
  /** Tells who watches which plugs were saved. */
  feed: PlugFeed;
  about: Omit<About, 'database' | 'readOnly'>;
  /** The database file. */
  database: string;
  devices: DevicesPort;
  network: NetworkPort;
  clock: Clock;
  random: Random;
  /** Opened when it is first needed: a fleet can be looked at without its passwords. */
  readonly vault: Vault;
  interfaces: () => readonly Ipv4Interface[];
  /** The runs this process is working on. */
  hall: RunHall;
}

export const isoNow = (clock: Clock): string => new Date(clock.wallMs()).toISOString();

/** The stored accounts with their secrets. A login whose secret is gone is left out: it opens nothing. */
export function credentials(context: Pick<HostContext, 'store' | 'vault'>): Credential[] {
  return context.store.logins.all().flatMap(({ name, email }) => {
    const password = context.vault.get(name);
    return password === undefined ? [] : [{ name, email, password }];
  });
}
