import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { SimulatorError } from '../simulator-error.ts';

export interface DoorWiring {
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  onDatagram(port: number, bytes: Buffer, from: RemoteInfo): void;
  onConnection(port: number, socket: Socket): void;
  onError(doing: string, cause: unknown): void;
}

/** The sockets of one device at one address. Once closed they stay closed; the next stay of the device has new ones. */
export class Doors {
  readonly address: string;
  readonly #wiring: DoorWiring;
  readonly #udp = new Map<number, UdpSocket>();
  readonly #tcp = new Map<number, Server>();
  #closed = false;

  constructor(address: string, wiring: DoorWiring) {
    this.address = address;
    this.#wiring = wiring;
  }

  async openUdp(): Promise<void> {
    await Promise.all(this.#wiring.udpPorts.map((port) => this.#bind(port)));
  }

  /** Does nothing for ports that are open already. */
  async openTcp(): Promise<void> {
    await Promise.all(this.#wiring.tcpPorts.map((port) => this.#listen(port)));
  }

  async #listen(port: number): Promise<void> {
    if (this.#tcp.has(port) || this.#closed) return;
    const server = createServer((socket) => this.#wiring.onConnection(port, socket));
    this.#tcp.set(port, server);
    try {
      server.listen({ host: this.address, port });
      await once(server, 'listening');
    } catch (cause) {
      throw this.#cannotOpen(`TCP ${port}`, cause);
    }
    server.on('error', (cause) => this.#wiring.onError(`listening on TCP ${port}`, cause));
    // Node starts to listen even when close() came before the address was looked up.
    if (this.#closed) server.close();
  }

  send(port: number, bytes: Buffer, to: RemoteInfo): void {
    if (this.#closed) return;
    this.#udp.get(port)?.send(bytes, to.port, to.address, (cause) => {
      if (cause) this.#wiring.onError(`answering ${to.address} from UDP ${port}`, cause);
    });
  }

  /** Closed at once: the same address can be opened again in the same tick. */
  close(): void {
    this.#closed = true;
    for (const socket of this.#udp.values()) socket.close();
    this.#udp.clear();
    for (const server of this.#tcp.values()) server.close();
  }

  async #bind(port: number): Promise<void> {
    const socket = createSocket('udp4');
    this.#udp.set(port, socket);
    socket.on('message', (bytes, from) => this.#wiring.onDatagram(port, bytes, from));
    const opened = Promise.race([once(socket, 'listening'), once(socket, 'close')]);
    socket.bind({ address: this.address, port, exclusive: true });
    try {
      await opened;
    } catch (cause) {
      throw this.#cannotOpen(`UDP ${port}`, cause);
    }
    socket.on('error', (cause) => this.#wiring.onError(`using UDP ${port}`, cause));
  }

  #cannotOpen(what: string, cause: unknown): SimulatorError {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    const code = taken ? 'address-in-use' : 'cannot-listen';
    return new SimulatorError(code, `cannot open ${what} on ${this.address}: ${String(cause)}`, { cause });
  }
}
