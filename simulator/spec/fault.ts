/** The two kinds of command a fault can tell apart: everything that only asks or sets, and the factory reset. */
export type CommandKind = 'read' | 'reset';

/**
 * What a plug does wrong, as data. A plug may have several. Times are milliseconds as given, not scaled.
 */
export type Fault =
  /** No sockets at all: its address refuses (loopback) or is silent (a namespace). */
  | { kind: 'absent' }
  /** Bound, takes connections, never answers anything. */
  | { kind: 'silent' }
  /** Every answer, by datagram or connection, comes this much later. */
  | { kind: 'slow'; ms: number }
  /** Closes the connection when the reset arrives and does not reset. */
  | { kind: 'cut-before-reset' }
  /** Resets and closes the connection without an answer. */
  | { kind: 'cut-after-reset' }
  /** Resets and never answers; the connection hangs until the plug is gone. */
  | { kind: 'mute' }
  /** Answers the reset with an error and stays. */
  | { kind: 'refuse' }
  /** Acknowledges the reset and stays as it is. */
  | { kind: 'stay' }
  /** Acknowledges the reset, goes away for `awayMs`, comes back as before, at `at` if given. */
  | { kind: 'restart'; awayMs: number; at?: string }
  /** After the reset it is on the LAN again at its address, factory fresh. */
  | { kind: 'firmware-says-fresh'; awayMs?: number }
  /** Sends half of the answer and closes. A reset is carried out all the same. */
  | { kind: 'half-reply'; on: CommandKind }
  /** Answers random bytes. A reset is carried out all the same. */
  | { kind: 'garbage'; on: CommandKind | 'udp' }
  /** The HTTP port is shut from power-up until a TDP probe with an RSA key came, and `wakeMs` more. */
  | { kind: 'late-http'; wakeMs: number }
  /** Belongs to an account that is not the fleet's. */
  | { kind: 'wrong-account' }
  /** Loses this share (0..1) of datagrams and of connections. */
  | { kind: 'flaky'; drop: number }
  /**
   * TPAP: after so many wrong log-ins in a row it refuses every step of a log-in, right passwords too, until it is
   * powered up again. 0: from the start. Overrides the plug's own number. KLAP and AES know no lock.
   */
  | { kind: 'lock-out'; after: number }
  /**
   * "Third-Party Compatibility" is off: a SMART plug speaks TPAP, whatever it spoke before, and answers KLAP with
   * HTTP 403 and the AES handshake with 1003, as plugs that always speak TPAP do. IOT plugs know no such mode.
   */
  | { kind: 'tpap-mode' }
  /**
   * Forgets a session when so many requests in it were answered: KLAP then says HTTP 403, AES 9999, TPAP -2402, or
   * HTTP 401 with `answer: 'status'`. `times`: only so many sessions. XOR has no sessions.
   */
  | { kind: 'expire-session'; after: number; times?: number; answer?: 'code' | 'status' }
  /**
   * Once, at that moment, this plug and the plug `with` (an id) exchange addresses. Connections that are open stay
   * with their plug; a new one to the same address reaches the other plug.
   * `handshake`: at the first KLAP handshake 1, AES handshake or TPAP `pake_register`, or the first XOR connection. `identify`: after the identity was read,
   * before it is answered. `reset-connect`: at the next connection after one on which the identity was read.
   */
  | { kind: 'swap-on'; moment: SwapMoment; with: string };

export type SwapMoment = 'handshake' | 'identify' | 'reset-connect';
export type FaultKind = Fault['kind'];

export function findFault<K extends FaultKind>(
  faults: readonly Fault[],
  kind: K,
): Extract<Fault, { kind: K }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
}
