import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Tidied } from './fleet-cli.ts';

const discoveryPorts = [9999, 20002, 20004];
/** Where plugs behind a relay have their HTTP, so that no right to low ports is needed. */
export const relayedHttpPort = 8080;

/** What becomes of datagrams on their way, as shares of them. */
export interface Weather {
  lost: number;
  doubled: number;
  /** Comes this late; everything else within 200 ms, so that what was sent first often comes second. */
  late: number;
  lateMs: number;
}
export const foul: Weather = { lost: 0.2, doubled: 0.2, late: 0.2, lateMs: 2000 };
const fair: Weather = { lost: 0, doubled: 0, late: 0, lateMs: 0 };

export interface Relay {
  readonly seen: { datagrams: number; lost: number; doubled: number; late: number };
  weather: Weather;
  /** Answers every HTTP request in the plugs' place; null lets them answer. */
  portal: RequestListener | null;
}

/** Stands in front of plugs: what is sent to one of its addresses gets to the plug behind, if the weather allows. */
export async function relayTo(t: Tidied, pairs: readonly { front: string; back: string }[]): Promise<Relay> {
  const chance = chanceFrom(20261128);
  const relay: Relay = { seen: { datagrams: 0, lost: 0, doubled: 0, late: 0 }, weather: fair, portal: null };
  const over = new AbortController();
  t.after(() => over.abort());

  const carry = (send: () => void): void => {
    const { lost, doubled, late, lateMs } = relay.weather;
    const { seen } = relay;
    seen.datagrams += 1;
    if (chance() < lost) {
      seen.lost += 1;
      return;
    }
    const times = chance() < doubled ? 2 : 1;
    seen.doubled += times - 1;
    for (let n = 0; n < times; n++) {
      const isLate = chance() < late;
      if (isLate) seen.late += 1;
      const ms = isLate ? lateMs : relay.weather === fair ? 0 : chance() * 200;
      pause(ms, undefined, { signal: over.signal }).then(send, () => undefined);
    }
  };
  const relayUdp = async (front: string, back: string, port: number): Promise<void> => {
    const here = await udpAt(front, port, over.signal);
    const behind = new Map<string, UdpSocket>();
    here.on('message', async (bytes, from) => {
      const key = `${from.address}:${from.port}`;
      const there = behind.get(key) ?? createSocket({ type: 'udp4', signal: over.signal });
      if (!behind.has(key)) {
        behind.set(key, there);
        there.on('message', (answer) => carry(() => here.send(answer, from.port, from.address)));
        there.on('error', () => undefined);
      }
      carry(() => there.send(bytes, port, back));
    });
  };
  const relayTcp = async (front: string, back: string, port: number): Promise<void> => {
    const http = createServer((request, response) => relay.portal?.(request, response));
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      if (relay.portal !== null && port === relayedHttpPort) {
        http.emit('connection', socket);
        return;
      }
      const onward = connect({ host: back, port });
      onward.on('error', () => socket.destroy());
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const)
        one.on('close', () => other.destroy());
      socket.pipe(onward).pipe(socket);
    });
    await listenAt(server, front, port, over.signal);
  };
  await Promise.all(
    pairs.flatMap(({ front, back }) => [
      ...discoveryPorts.map((port) => relayUdp(front, back, port)),
      ...[9999, relayedHttpPort].map((port) => relayTcp(front, back, port)),
    ]),
  );
  return relay;
}

/**
 * Answers at every one of these addresses that nobody else has, also at those that become free later: HTTP as told, and
 * every datagram with itself.
 */
export function answerForEverybody(
  t: Tidied,
  addresses: readonly string[],
  answer: RequestListener,
): { taken(): number } {
  const over = new AbortController();
  t.after(() => over.abort());
  let taken = 0;
  const hold = async (open: () => Promise<unknown>): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        await open();
        taken += 1;
        return;
      } catch {
        await pause(25);
      }
    }
  };
  for (const address of addresses) {
    for (const port of [80, 8080, 9999]) void hold(() => listenAt(createServer(answer), address, port, over.signal));
    for (const port of discoveryPorts)
      void hold(async () => {
        const socket = await udpAt(address, port, over.signal);
        socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address));
      });
  }
  return { taken: () => taken };
}

export const allIsWell: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>It works!</body></html>');
};

/** A hotel's log-in page: first the way there, then the page. */
export const logInFirst: RequestListener = (request, response) => {
  request.resume();
  if (request.url?.startsWith('/login') === true)
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><form>Room number and name</form></html>');
  else response.writeHead(302, { location: 'http://portal.hotel.example/login', 'content-type': 'text/html' }).end();
};

async function udpAt(address: string, port: number, signal: AbortSignal): Promise<UdpSocket> {
  const socket = createSocket({ type: 'udp4', signal });
  const bound = once(socket, 'listening');
  try {
    socket.bind({ address, port, exclusive: true });
    await bound;
  } catch (cause) {
    socket.close();
    throw cause;
  }
  socket.on('error', () => undefined);
  return socket;
}

async function listenAt(server: Server, host: string, port: number, signal: AbortSignal): Promise<void> {
  const bound = once(server, 'listening');
  server.listen({ host, port, signal });
  await bound;
}

/** Repeatable chance (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
