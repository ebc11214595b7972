import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { PlugfleetError } from '../../contract/index.ts';
import { systemCode } from '../system-error.ts';

/**
 * Wanted buffers, best first. Receiving: a broadcast to 1,000 plugs overflows the usual 208 KiB. Sending: a datagram to an
 * absent host stays in the buffer until the system gives up looking for it, about 3 s.
 */
const bufferBytes = [4 << 20, 1 << 20, 1 << 18];

/**
 * A bound UDP socket that may broadcast.
 * @param from address of the interface to send from; null leaves it to the system
 * @throws PlugfleetError `no-interface` where that address is not (any more) ours, `no-permission`
 */
export async function openUdp(
  from: string | null,
  onDatagram: (bytes: Buffer, source: RemoteInfo) => void,
): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', onDatagram);
  socket.bind(0, from ?? '0.0.0.0');
  try {
    await once(socket, 'listening');
  } catch (cause) {
    socket.close();
    const code = systemCode(cause) === 'EACCES' ? 'no-permission' : 'no-interface';
    throw new PlugfleetError(code, undefined, { facts: { from, error: systemCode(cause) }, cause });
  }
  socket.setBroadcast(true);
  enlarge((bytes) => socket.setRecvBufferSize(bytes));
  enlarge((bytes) => socket.setSendBufferSize(bytes));
  return socket;
}

/** Linux cuts a wish down to what is allowed; other systems refuse it whole, hence the smaller ones. */
function enlarge(wish: (bytes: number) => void): boolean {
  return bufferBytes.some((bytes) => {
    try {
      wish(bytes);
      return true;
    } catch {
      return false; // the next smaller one is tried; with none granted the usual buffer stays, which works
    }
  });
}
