import { once } from 'node:events';
import { createServer } from 'node:net';
import { SimulatorError } from '../simulator-error.ts';

const REAL_PORT = 80;
const SPARE_PORT = 8080;

/** 80 as real plugs have it, or 8080 where this user may not bind 80 or something else holds it. */
export async function chooseHttpPort(address: string): Promise<number> {
  const server = createServer();
  try {
    server.listen({ host: address, port: REAL_PORT });
    await once(server, 'listening');
    return REAL_PORT;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EACCES' || code === 'EADDRINUSE') return SPARE_PORT;
    throw new SimulatorError('cannot-listen', `cannot listen on ${address}, where the first plug should live`, {
      cause,
    });
  } finally {
    server.close();
  }
}
