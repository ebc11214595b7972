import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { SimulatorError } from '../simulator-error.ts';

/** XOR, and the two ports of TDP. */
export const DISCOVERY_PORTS = [9999, 20002, 20004] as const;

export type OnBroadcast = (port: number, bytes: Buffer, from: RemoteInfo) => void;

/**
 * Ears for datagrams to everyone. Linux gives no broadcast to a socket that is bound to a unicast address, so the
 * plugs' own sockets hear none. These are bound to the broadcast addresses themselves, which takes nothing away from
 * unicast; `reuseAddr` lets other fleets and programs on this machine hear the same broadcast.
 */
export async function openEars(addresses: readonly string[], onBroadcast: OnBroadcast): Promise<Socket[]> {
  const ears = addresses.flatMap((address) => DISCOVERY_PORTS.map((port) => ({ address, port })));
  return Promise.all(ears.map(({ address, port }) => openEar(address, port, onBroadcast)));
}

async function openEar(address: string, port: number, onBroadcast: OnBroadcast): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind({ address, port, exclusive: true });
  try {
    await once(socket, 'listening');
  } catch (cause) {
    throw new SimulatorError('cannot-listen', `cannot hear broadcasts to ${address}:${port}`, { cause });
  }
  socket.on('message', (bytes, from) => onBroadcast(port, bytes, from));
  return socket;
}
