import type { Account, OtherSpec, PlugSpec } from './plug-spec.ts';

export interface FleetSpec {
  plugs: PlugSpec[];
  others?: OtherSpec[];
  /** The accounts plugs belong to when they do not say; the first one is the default owner. */
  accounts?: Account[];
  /** Everything that looks like chance comes from it. Default: drawn and given back as `fleet.seed`. */
  seed?: number;
  /**
   * Addresses on which one datagram reaches every device. Default `127.255.255.255`. On loopback any other address
   * (such as `127.40.255.255`) works too and keeps fleets that run side by side apart.
   */
  broadcast?: string[];
  /** The answers to one broadcast are spread over this many ms. Default: a tenth of a ms per device, at least 5. */
  spreadMs?: number;
  /** Multiplies the delays before resets and reboots. Default 1. */
  timeScale?: number;
  /** The network goes down at the moment when so many resets have reached plugs; their answers are lost with it. */
  outageAfterResets?: number;
  /** Addresses outside 127.0.0.0/8 are refused without it: a virtual plug on a real network would confuse people. */
  allowOutsideLoopback?: boolean;
}

/** The account that owns plugs of a fleet that names none. */
export const DEFAULT_ACCOUNT: Account = { email: 'fleet@plugfleet.example', password: 'practice-Fleet-1' };

/** The account behind the fault `wrong-account`. */
export const STRANGER_ACCOUNT: Account = { email: 'someone.else@elsewhere.example', password: 'not-the-fleets' };
