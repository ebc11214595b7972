import type { Route } from './plug.ts';
import type { Heard, Identity, LightSetting, LiveFacts, Receipt, Snapshot } from './sighting.ts';

/** Time, as an argument. Durations are measured on the monotonic scale, moments are told on the wall's. */
export interface Clock {
  /** Milliseconds since 1970, as the machine's clock says. */
  wallMs(): number;
  /** Milliseconds that only ever grow; they stand still while the machine sleeps on most systems. */
  monoMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** How long something may take, and how it is stopped. */
export interface CallOptions {
  signal: AbortSignal;
  budgetMs: number;
}

/** An account to log in with. `name` is what the user called it; built-in defaults have none. */
export interface Credential {
  name: string | null;
  email: string;
  password: string;
}

/**
 * Keeps count of the log-ins that one plug turned down, so that we never lock it (law 9). Asked only for log-ins that
 * the plug counts (`aes`, `tpap`): KLAP accounts are compared on our side.
 */
export interface LoginTries {
  /**
   * Whether this login may be tried now. `locked`: none may, the plug takes none. Null: an account built into plugs.
   * `times`: how often the plug may have to turn it down until it is known to be wrong (its wording may be unknown,
   * too). Default 1.
   */
  mayTry(login: string | null, times?: number): 'yes' | 'no' | 'locked';
  /** The plug turned it down, or (`locked`) turns everything down. On disk when it returns. */
  turnedDown(login: string | null, locked: boolean): void;
  /** The plug took it: what it turned down before counts no more against this login. On disk when it returns. */
  accepted(login: string | null): void;
}

/** One place to look for plugs. */
export type Target =
  /** Every host address of a CIDR, a range `A-B`, or one address. */
  | { kind: 'sweep'; network: string }
  /** A datagram to a broadcast address, sent from the interface with the address `from` (null: any). */
  | { kind: 'broadcast'; address: string; from: string | null };

export interface DiscoverOptions {
  signal: AbortSignal;
  /** Called once per distinct answer, in the order they were read. */
  onHeard: (heard: Heard) => void;
  /** Called now and then with the numbers of addresses asked and to be asked in all rounds. */
  onProgress?: (asked: number, total: number) => void;
  /** How often every silent address is asked. Default 3. */
  rounds?: number;
  /** New addresses asked per second. Default 200 (the neighbour table), 2,000 on loopback. */
  addressesPerSecond?: number;
}

/** What one look found, per sweep target in the order given. */
export interface DiscoverResult {
  networks: { network: string; probed: number; answered: number }[];
  /** Datagrams that were no answer of any known kind. */
  garbled: number;
}

/** A long-lived listener: asks single addresses again and again, without opening a socket each time. */
export interface Ear extends AsyncDisposable {
  /**
   * Sends one probe of each kind to every address (the kind narrowed to what `only` says), paced, once.
   * Resolves when all have been handed to the system. Answers come to `onHeard`.
   */
  ask(addresses: readonly string[], only?: 'tdp' | 'xor'): Promise<void>;
}

/**
 * One conversation with one plug, opened with a handshake where there is one. Everything it returns came from the
 * same session. All calls reject with a `PlugfleetError`: `silent`, `locked`, `needs-login`, `unsupported`, `timeout`,
 * `garbled`, `login-page`, `not-the-same-device` where another one is known to be there, or the reason of an aborted signal.
 */
export interface Session extends AsyncDisposable {
  /** Name of the stored login that opened it; null where none was needed or a built-in default did. */
  readonly login: string | null;
  identify(o: CallOptions): Promise<Identity>;
  readFacts(o: CallOptions): Promise<LiveFacts>;
  snapshot(o: CallOptions): Promise<Snapshot>;
  /** The setting of its light; null where it cannot be read, or where asking is known to crash the plug. */
  readLight(o: CallOptions): Promise<LightSetting | null>;
  /**
   * Sets the light. May be repeated: it says what shall be, not what to change.
   * Rejects also with `refused`; with `not-the-same-device` unless the plug was identified in this conversation.
   */
  setLight(light: LightSetting, o: CallOptions): Promise<void>;
  /**
   * Sends the factory reset: once, never repeated, in the session that identified the plug. Does not reject
   * once the first byte may have left: what is known is the receipt.
   */
  sendReset(o: CallOptions): Promise<Receipt>;
}

export interface OpenOptions extends CallOptions {
  credentials: readonly Credential[];
  /** Who is meant; absent where it is whoever is there. */
  mac?: string;
  /** Owner hash that discovery told: the account to compare first. */
  owner: string | null;
  tries: LoginTries;
}

/** Everything the engine needs of plugs. */
export interface DevicesPort {
  /** Asks every target in several rounds; ends when nothing new comes. */
  discover(targets: readonly Target[], o: DiscoverOptions): Promise<DiscoverResult>;
  listen(onHeard: (heard: Heard) => void): Promise<Ear>;
  open(route: Route, o: OpenOptions): Promise<Session>;
}

/** Whether the way to a network is as it was. */
export interface NetworkPort {
  /**
   * The state of the way to a network as one comparable text (own interface, address, gateway), or null if this
   * machine has no interface for it any more.
   */
  wayTo(network: string): string | null;
  /** Asks the gateway of that network whether it is there; false also where none is known. */
  gatewayAnswers(network: string, o: CallOptions): Promise<boolean>;
}
