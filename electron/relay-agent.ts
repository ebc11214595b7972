import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { AttachProblem } from '../contract/index.ts';

/** The other computer is not, or does not take us for, what it has to be. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: AttachProblem;

  constructor(problem: AttachProblem) {
    super(problem.is);
    this.problem = problem;
  }
}

const handshakeMs = 10_000;

/**
 * TLS with one computer, known by its certificate alone: who signed it does not matter, another one does. A connection
 * is handed over, and with it the first byte of a request, only once the certificate was seen to be the right one.
 */
export class PinnedAgent extends Agent {
  readonly #pinned: string | null;

  constructor(pinned: string | null, o: AgentOptions) {
    super(o);
    this.#pinned = pinned;
  }

  override createConnection(
    { host, port }: RequestOptions,
    hand?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const name = host ?? '';
    // a session of before would come without its certificate; there is none, for each handshake is a whole one
    const socket = connect({
      host: name,
      port: Number(port),
      ...(isIP(name) === 0 ? { servername: name } : {}),
      rejectUnauthorized: false,
    });
    const fail = (error: Error): void => hand?.(error, socket);
    socket.once('error', fail);
    socket.setTimeout(handshakeMs, () => socket.destroy(new Error('no TLS handshake in time')));
    socket.once('secureConnect', () => {
      const seen = socket.getPeerCertificate().fingerprint256;
      if (seen !== this.#pinned) {
        const known = this.#pinned;
        socket.destroy(
          new Refused(known === null ? { is: 'certificate-new', seen } : { is: 'certificate-changed', seen, known }),
        );
        return;
      }
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.off('error', fail);
      hand?.(null, socket);
    });
    // it is handed over later
    return undefined;
  }
}
