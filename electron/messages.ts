import type { AttachProblem, ErrorBody } from '../contract/index.ts';
import type { HostOptions, UnderWay, WorkOver } from '../host/index.ts';

/** Which fleet a process serves: the real one, or virtual plugs with a database of their own. */
export type OwnFleet = 'fleet' | 'practice';
/** Which fleet a page shows. */
export type Which = OwnFleet | 'attached';

/** A Plugfleet that serves another computer's fleet. */
export interface OtherComputer {
  /** Scheme, host and port. */
  origin: string;
  /** The certificate it has to show; null: none was trusted yet, or it has no TLS. */
  fingerprint: string | null;
  token: string;
}

/** What main tells the process of the host. A `line` comes with one port. */
export type ToHost =
  | {
      is: 'open';
      which: OwnFleet;
      /** The database that was named; null: the usual one. */
      db: string | null;
      version: string;
      keyringProgram: readonly string[];
    }
  /** The answer to `database`. */
  | { is: 'vault'; shell: VaultShell | null }
  | { is: 'line' }
  /** For the process that passes calls on: whom to. */
  | { is: 'attach'; to: OtherComputer; version: string }
  /** For the same: how many runs are under way there? */
  | { is: 'count-runs' }
  | { is: 'close' };

export type VaultShell = NonNullable<NonNullable<HostOptions['vault']>['shell']>;

/** What the process of the host tells main. */
export type FromHost =
  /** The file it is about to open. */
  | { is: 'database'; file: string }
  | { is: 'ready' }
  | { is: 'failed'; error: ErrorBody }
  | { is: 'refused'; problem: AttachProblem }
  | { is: 'runs-there'; count: number }
  | { is: 'runs'; underWay: readonly UnderWay[] }
  | { is: 'over'; over: WorkOver }
  | { is: 'complaint'; words: string };
