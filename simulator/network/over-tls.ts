import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { selfSigned } from '../wire/certificate.ts';

let context: SecureContext | undefined;

/** An accepted connection seen through TLS. All virtual plugs of a process show the same certificate. */
export function overTls(socket: Socket, onError: (cause: Error) => void): Socket {
  context ??= createSecureContext(selfSigned(Date.now()));
  const secured = new TLSSocket(socket, { isServer: true, secureContext: context });
  secured.on('error', onError);
  return secured;
}
