import type { Dialect, Family, Other, Outlet, Relay, Route, Transport } from './plug.ts';

/** What one datagram of a plug told. Fields that this kind of answer does not carry are null. */
export interface HeardPlug {
  /** Where the answer came from: trusted over what the device says about itself. */
  address: string;
  /** Monotonic milliseconds when the datagram was read. */
  atMs: number;
  /** Monotonic milliseconds after which it surely arrived: a busy machine reads late, and then it may be old. */
  sureMs: number;
  source: 'tdp' | 'xor';
  mac: string;
  deviceId: string | null;
  deviceIdHash: string | null;
  model: string;
  hardware: string | null;
  firmware: string | null;
  alias: string | null;
  family: Family;
  /** Upper-case MD5 of the owner's e-mail, '' for none, null if not told. */
  owner: string | null;
  /** Whether it says of itself that it was not set up since a reset; null if not told. Not reliable alone. */
  factoryDefault: boolean | null;
  dialect: Dialect;
  transport: Transport;
  route: Route;
  relay: Relay;
  rssi: number | null;
  outlets: readonly Outlet[];
}

/** One answer to a probe. */
export type Heard = { is: 'plug'; plug: HeardPlug } | { is: 'other'; other: Other; atMs: number };

/** Who answered inside a session. */
export interface Identity {
  mac: string;
  deviceId: string;
  /** Upper-case MD5 of the owner's e-mail, '' for none, null where this plug cannot tell. */
  owner: string | null;
  model: string;
  hardware: string;
  firmware: string;
  alias: string;
}

/** What can change from minute to minute, read in a session. `watts` null: no meter. */
export interface LiveFacts {
  relay: Relay;
  watts: number | null;
  rssi: number | null;
  outlets: readonly Outlet[];
}

/** What a reset destroys, read before it. Each part is null with its name in `unread` where it could not be read. */
export interface Snapshot {
  takenAt: string;
  alias: string;
  outlets: readonly { id: string; alias: string }[];
  owner: string | null;
  /** Name of the Wi-Fi network it is in. */
  ssid: string | null;
  /** Whether a position is stored in it (the position itself is personal data and is not kept). */
  hasLocation: boolean | null;
  /** The plug's own rules, as it worded them. */
  rules: readonly { kind: 'schedule' | 'countdown' | 'away'; rule: Readonly<Record<string, unknown>> }[] | null;
  ledOff: boolean | null;
  energy: { totalWh: number | null; monthWh: number | null; todayWh: number | null } | null;
  /** Matter set-up code, where it can be read. */
  matterCode: string | null;
  /** Names of the parts that could not be read. */
  unread: readonly string[];
}

/** The setting of a plug's light: whether it is off, and all of it as the plug words it, to be put back. */
export interface LightSetting {
  off: boolean;
  told: Readonly<Record<string, unknown>>;
}

/**
 * What is known of a reset command that was (perhaps) sent.
 * `not-sent`: no byte of it left us. `refused`: the plug answered with an error. `acknowledged`: it said yes.
 * `cut-off`: anything else after the first byte; when in doubt, this.
 */
export const receipts = ['not-sent', 'refused', 'acknowledged', 'cut-off'] as const;
export type ReceiptKind = (typeof receipts)[number];

/** A receipt with what was seen on the wire, in a word (`ECONNRESET`, `error_code -1`), never a secret. */
export interface Receipt {
  receipt: ReceiptKind;
  detail: string | null;
}
