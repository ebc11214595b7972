import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { decodeRequestMessage, type EncodedMessage, ServerPeer } from '@orpc/standard-server-peer';
import { mostBodyBytes } from './body-limit.ts';
import { type Host, pageRouter } from './host.ts';

/** One end of a pair of ports, as Electron has them. */
export interface Port {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * The contract over a message port, until the other end closes it. What is no message of the protocol cuts the line:
 * whoever sends it is not our page.
 * @param complain told of what goes wrong beside the errors of commands, which go to the caller
 */
export function rpcOverPort(host: Host, port: Port, complain: (what: string, cause?: unknown) => void): void {
  const handler = new StandardRPCHandler(pageRouter);
  const handle = createServerPeerHandleRequestFn(handler, { context: host.context });
  const peer = new ServerPeer((message) => port.postMessage(message));
  const cut = (): void => {
    peer.close();
    port.close();
  };
  const take = async (data: unknown): Promise<void> => {
    if (!isEncoded(data) || !(await isRequest(data))) {
      complain('a message that is none cut the line to the window');
      return cut();
    }
    await peer.message(data, handle);
  };
  port.on('message', ({ data }) => {
    take(data).catch((cause: unknown) => complain('a call over the line broke off', cause));
  });
  port.on('close', () => peer.close());
  port.start();
}

const sizeOf = (data: EncodedMessage): number => (typeof data === 'string' ? data.length : data.byteLength);

const isEncoded = (data: unknown): data is EncodedMessage =>
  (typeof data === 'string' || data instanceof ArrayBuffer || data instanceof Uint8Array) &&
  sizeOf(data) <= mostBodyBytes;

/** Asked before it is handled: what cannot be decoded there would be an error of nobody. */
async function isRequest(data: EncodedMessage): Promise<boolean> {
  try {
    const [id] = await decodeRequestMessage(data);
    return typeof id === 'string';
  } catch {
    return false;
  }
}
