import type { Fault } from './fault.ts';

export type Transport = 'xor' | 'klap-1' | 'klap-2' | 'aes' | 'tpap';
export type Dialect = 'iot' | 'smart';
export type OtherKind = 'bulb' | 'camera' | 'hub' | 'vacuum';
export type ObdSource = 'tplink' | 'tss' | 'matter' | 'apple';

/** A TP-Link account. Both parts are compared as typed, never trimmed or case-folded. */
export interface Account {
  email: string;
  password: string;
}

/** The account an unowned KLAP plug takes: nothing, or one of the two built into firmware. */
export type FreshLogin = 'blank' | 'kasa' | 'tapo';

/** The two ways of AES plugs to take account and password (protocols/aes.md, Login). */
export type AesLoginVersion = 1 | 2;

export interface AesSpec {
  /** Default 2. */
  loginVersion?: AesLoginVersion;
  /** Says which in its TDP answer; some firmware does not. Default true. */
  announcesVersion?: boolean;
}

export type TpapCipherName = 'aes_128_ccm' | 'aes_256_ccm' | 'chacha20_poly1305';

/** What a TPAP client must make of the password; `unknown` is one that no client can know. */
export type ExtraCryptType = 'password_shadow' | 'password_authkey' | 'password_sha_with_salt' | 'none' | 'unknown';

/** Names and meanings as in protocols/tpap.md. */
export interface TpapSpec {
  /** Default `aes_128_ccm`. */
  cipher?: TpapCipherName;
  /** Default `password_shadow`. */
  extraCrypt?: ExtraCryptType;
  /** Which shadow. Default 2: SHA-1, the one seen on plugs. */
  passwdId?: 1 | 2 | 3 | 4 | 5;
  /** Rounds of PBKDF2. Default 3000. */
  iterations?: number;
  /** 1: all but `discover` goes over TLS on port 4433, under a certificate made for virtual plugs. Default 0. */
  tls?: 0 | 1;
  /** The kinds of passcode an owned plug takes. Default `[2]`; an unowned one always takes `[0]`. */
  pake?: number[];
  /** Default 0. */
  userHashType?: 0 | 1;
  /** Wrong log-ins in a row after which it locks itself. Default 10; no firmware's number is known. */
  locksAfter?: number;
}

export interface OutletSpec {
  alias?: string;
  on?: boolean;
  /** What hangs on it draws this much while it is on. */
  watts?: number;
}

/** When a plug's light shines. Legacy plugs know no `night_mode`. */
export type LedRule = 'always' | 'never' | 'night_mode';

/** One rule of a plug's schedule. */
export interface RuleSpec {
  name: string;
  /** What the rule switches to. */
  on: boolean;
  /** 0..1439, local time. */
  minuteOfDay: number;
  /** Sunday = 0. Default: every day. */
  days?: number[];
}

/** What every virtual device may be told; all else has a plausible default. */
export interface DeviceSpec {
  /** A name for the test that uses it; default: from kind and position. */
  id?: string;
  /** `AA:BB:CC:DD:EE:FF`. Default: a TP-Link prefix and an invented lower half, from seed and position. */
  mac?: string;
  /** 40 hex digits, upper case. Default: SHA-1 of the MAC. */
  deviceId?: string;
  region?: string;
  hardware?: string;
  firmware?: string;
  /** Any Unicode text. */
  alias?: string;
  on?: boolean;
  watts?: number;
  /** Wi-Fi strength in dBm, and the network's name. */
  rssi?: number;
  ssid?: string;
  /** Default `always`. */
  led?: LedRule;
  /** null = unowned. Default: the first of the fleet's accounts. */
  account?: Account | null;
  freshLogin?: FreshLogin;
  obdSource?: ObdSource;
  /** Where it lives: 127.x.y.z, or an interface's own address if the fleet allows it. */
  address: string;
  /** Forces the HTTP port. Default: 80, or 8080 where 80 may not be bound. */
  httpPort?: number;
  /** From the acknowledgement of a SMART reset to the plug's going, before time scaling. Default 200. */
  resetAfterMs?: number;
  faults?: Fault[];
}

export interface PlugSpec extends DeviceSpec {
  /** A name in the model table, without region: `P110`. Default `HS103`. */
  model?: string;
  transport?: Transport;
  /** Strips only: one entry per outlet; missing ones get defaults. */
  outlets?: OutletSpec[];
  /** The schedule. Default: none. */
  rules?: RuleSpec[];
  /** Bound to TP-Link's cloud. Default: owned plugs are. */
  cloudBound?: boolean;
  /** The home's position is stored in the plug. Default false. */
  locationSet?: boolean;
  /** Announces the Matter component. Default: by model. */
  matter?: boolean;
  /**
   * A parsed capture file (docs/CAPTURE.md): the plug is the one that was captured and answers what that one answered.
   * Of the rest of this only `address`, `id`, `account`, `httpPort`, `resetAfterMs` and `faults` count then.
   */
  capture?: unknown;
  aes?: AesSpec;
  tpap?: TpapSpec;
}

/** A TP-Link device that is no plug and must be left alone. */
export interface OtherSpec extends DeviceSpec {
  kind: OtherKind;
  /** Default by kind: `L530` (bulb), `C200`, `H100`, `RV30`; `KL110` is a bulb that speaks XOR. */
  model?: string;
}
