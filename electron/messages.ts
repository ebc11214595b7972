import type { ErrorBody } from '../contract/index.ts';
import type { HostOptions, UnderWay, WorkOver } from '../host/index.ts';

/** Which fleet a process serves: the real one, or virtual plugs with a database of their own. */
export type Which = 'fleet' | 'practice';

/** What main tells the process of the host. A `line` comes with one port. */
export type ToHost =
  | {
      is: 'open';
      which: Which;
      /** The database that was named; null: the usual one. */
      db: string | null;
      version: string;
      keyringProgram: readonly string[];
    }
  /** The answer to `database`. */
  | { is: 'vault'; shell: VaultShell | null }
  | { is: 'line' }
  /** How far are runs at this moment? */
  | { is: 'count' }
  | { is: 'close' };

export type VaultShell = NonNullable<NonNullable<HostOptions['vault']>['shell']>;

/** What the process of the host tells main. */
export type FromHost =
  /** The file it is about to open. */
  | { is: 'database'; file: string }
  | { is: 'ready' }
  | { is: 'failed'; error: ErrorBody }
  | { is: 'runs'; underWay: readonly UnderWay[] }
  /** The answer to `count`. */
  | { is: 'counted'; underWay: readonly UnderWay[] }
  | { is: 'over'; over: WorkOver }
  | { is: 'complaint'; words: string };
