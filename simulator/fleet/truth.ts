import type { LedRule, Transport } from '../spec/plug-spec.ts';

/** What carried a command: a session, or one datagram to port 9999. */
export type Carrier = Transport | 'xor-udp';

export interface ResetCommand {
  /** Epoch ms. */
  readonly atMs: number;
  readonly transport: Carrier;
  /** `none`: cut, hung, or answered in a way nobody can read. */
  readonly answered: 'acknowledged' | 'refused' | 'none';
}

/** A connection on which something was asked, from the first byte to the last. Epoch ms, with fractions. */
export interface Conversation {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What really happened to one device, whatever anyone else believes. Plain data, safe to send between processes. */
export interface Truth {
  readonly id: string;
  /** `AA:BB:CC:DD:EE:FF`. */
  readonly mac: string;
  readonly deviceId: string;
  readonly model: string;
  readonly address: string;
  /** Its sockets are open: powered, on the LAN, not absent. Says nothing about the network or about silence. */
  readonly online: boolean;
  /** By command or by button. */
  readonly erased: boolean;
  /** Epoch ms. */
  readonly erasedAtMs: number | null;
  /** E-mail of the account it belongs to now. */
  readonly owner: string | null;
  readonly alias: string;
  readonly led: LedRule;
  /** Whether each outlet is on. */
  readonly relays: readonly boolean[];
  /** How often relays and the light were set by command. */
  readonly relaysSet: number;
  readonly ledsSet: number;
  /** Every factory reset that reached it, in order. */
  readonly resetCommands: readonly ResetCommand[];
  /** Resets by command that erased it. */
  readonly resetsCarriedOut: number;
  /** Requests answered in sessions, resets and datagrams not counted. */
  readonly readsServed: number;
  /**
   * Key agreements, and those given up on because the client's proof, key or point was no good: KLAP handshake 2, AES
   * handshake, TPAP `pake_share`.
   */
  readonly handshakes: number;
  readonly failedHandshakes: number;
  /** Log-ins that opened a session. */
  readonly sessions: number;
  /** Log-ins with a secret that is not this plug's: what its owner would call a wrong password. */
  readonly wrongLogins: number;
  /** Epoch ms of each. */
  readonly wrongLoginsAtMs: readonly number[];
  /** Steps of a log-in that a locked plug refused; its free `discover` not counted. */
  readonly triesWhileLocked: number;
  readonly connectionsOpen: number;
  readonly maxConnectionsOpen: number;
  /** The latest 200, in the order they began. */
  readonly conversations: readonly Conversation[];
  readonly datagramsSeen: number;
  /** Socket trouble, the latest 20. */
  readonly errors: readonly string[];
}
