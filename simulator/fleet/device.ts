import type { RemoteInfo } from 'node:dgram';
import type { Socket } from 'node:net';
import { answerRecorded } from '../capture/answer-recorded.ts';
import { answerIot } from '../dialects/iot/answer-iot.ts';
import { answerSmart } from '../dialects/smart/answer-smart.ts';
import { Doors } from '../network/doors.ts';
import { Line } from '../network/line.ts';
import { overTls } from '../network/over-tls.ts';
import { Random } from '../random.ts';
import type { Fault, SwapMoment } from '../spec/fault.ts';
import { STRANGER_ACCOUNT } from '../spec/fleet-spec.ts';
import type { Account, DeviceSpec, Transport } from '../spec/plug-spec.ts';
import { type DeviceState, eraseState } from '../state/device-state.ts';
import { type Entrance, openTransport, XOR_PORT } from '../transports/open-transport.ts';
import { halfOf, type Reply, type Station } from '../transports/station.ts';
import { answerProbe } from '../transports/tdp-answer.ts';
import { answerXorDatagram } from '../transports/xor-talk.ts';
import { readTdp } from '../wire/tdp-packet.ts';
import { Journal } from './journal.ts';
import { Plans } from './plans.ts';
import { answeredAs, type ResetFate } from './reset-fate.ts';
import { Troubles } from './troubles.ts';
import type { Carrier, Truth } from './truth.ts';
import type { World } from './world.ts';

const TDP_PORTS = [20002, 20004];
/** A restart after `reboot`, and after a reset that brings the plug back to the LAN, before time scaling. */
const RESTART_MS = 1500;

/** On the LAN; on its way back; without power; or off the LAN for good: erased, or its Wi-Fi settings lost. */
type Presence = 'lan' | 'away' | 'off' | 'gone';

/**
 * One virtual device: its flash, where it is, and what goes wrong with it. Protocols come to it through `Station`.
 * Long because every way in (datagram, connection, command, power, button) meets the same few fields here.
 */
export class Device implements Station {
  readonly state: DeviceState;
  readonly #world: World;
  readonly #forcedPort: number | undefined;
  readonly #bornTransport: Transport;
  readonly #random: Random;
  readonly #troubles: Troubles;
  readonly #journal = new Journal();
  readonly #lines = new Set<Line>();
  readonly #plans = new Plans((cause) => this.#journal.error('doing what was due', cause));
  #address: string;
  #presence: Presence = 'lan';
  #doors: Doors | undefined;
  #entrances: readonly Entrance[];
  #httpShut = false;
  #erasedAtMs: number | null = null;
  #identityReads = 0;

  constructor(state: DeviceState, spec: DeviceSpec, world: World) {
    this.state = state;
    this.#world = world;
    this.#forcedPort = spec.httpPort;
    this.#address = spec.address;
    this.#random = new Random(world.seed, state.mac);
    this.#troubles = new Troubles(spec.faults ?? [], this.#random);
    this.#bornTransport = state.transport;
    this.#changeOwner();
    this.#changeMode();
    this.#entrances = openTransport(this, this.#httpPort);
  }

  get address(): string {
    return this.#address;
  }

  /** Its sockets are open. */
  get onLan(): boolean {
    return this.#presence === 'lan' && !this.#troubles.has('absent');
  }

  truth(): Truth {
    const { id, mac, deviceId, model, alias, account, led, outlets } = this.state;
    return {
      id,
      mac,
      deviceId,
      model: model.name,
      address: this.#address,
      online: this.onLan,
      erased: this.#erasedAtMs !== null,
      erasedAtMs: this.#erasedAtMs,
      owner: account?.email ?? null,
      alias,
      led,
      relays: outlets.map(({ on }) => on),
      ...this.#journal.counts(),
    };
  }

  // Power, place and people

  /** Comes up on the LAN as after plugging in: no sessions, and HTTP shut if that is its fault. */
  async powerUp(): Promise<void> {
    this.#presence = 'lan';
    this.#entrances = openTransport(this, this.#httpPort);
    this.#httpShut = this.#troubles.has('late-http');
    this.#cutLines();
    await this.arrive();
  }

  async powerOn(): Promise<void> {
    if (this.#presence === 'off') await this.powerUp();
  }

  /** Nobody is told: open connections hang, as they do when the far end has no power to say goodbye. */
  powerOff(): void {
    if (this.#presence === 'gone') return;
    this.#presence = 'off';
    this.#plans.forget();
    for (const line of this.#lines) line.die();
    this.leave();
  }

  /** 10 s erases all, 5 s only the Wi-Fi settings; either way it is off the LAN. Does nothing without power. */
  pressButton(seconds: 5 | 10): void {
    if (this.#presence !== 'lan') return;
    if (seconds === 10) this.#erase();
    this.#goAway('gone');
  }

  async moveTo(address: string): Promise<void> {
    this.leave();
    this.#address = address;
    await this.arrive();
  }

  /** Opens the sockets at its address. Open connections are not touched: they stay with their plug. */
  async arrive(): Promise<void> {
    if (!this.onLan) return;
    const doors = new Doors(this.#address, {
      udpPorts: this.state.transport === 'xor' ? [XOR_PORT] : TDP_PORTS,
      tcpPorts: this.#entrances.map(({ port }) => port),
      onDatagram: (port, bytes, from) => this.hear(port, bytes, from, 0),
      onConnection: (tcpPort, socket) => this.#welcome(tcpPort, socket),
      onError: (doing, cause) => this.#journal.error(doing, cause),
    });
    this.#doors = doors;
    await doors.openUdp();
    if (!this.#httpShut) await doors.openTcp();
  }

  leave(): void {
    this.#doors?.close();
    this.#doors = undefined;
  }

  /** Takes the place of all faults it had. A plug that was given to another account stays with it. */
  async setFaults(faults: readonly Fault[]): Promise<void> {
    const wasLate = this.#troubles.has('late-http');
    this.#troubles.replace(faults);
    if (this.#troubles.has('late-http') !== wasLate) this.#httpShut = !wasLate;
    this.#changeOwner();
    if (this.#changeMode()) {
      this.#entrances = openTransport(this, this.#httpPort);
      this.#cutLines();
    }
    this.leave();
    await this.arrive();
  }

  /** Connections on which something was lost while the network was down are past saving. */
  networkIsBack(): void {
    for (const line of this.#lines) if (line.dead) line.cut();
  }

  close(): void {
    this.#plans.forget();
    this.leave();
    this.#cutLines();
  }

  // Datagrams

  /** @param spreadMs the answer waits up to that long, so that a broadcast's answers do not come all at once. */
  hear(port: number, bytes: Buffer, from: RemoteInfo, spreadMs: number): void {
    if (this.#doors === undefined || this.#world.network === 'down') return;
    if ((port === XOR_PORT) !== (this.state.transport === 'xor')) return;
    this.#journal.datagramsSeen += 1;
    if (this.#troubles.has('silent') || this.#troubles.drops()) return;
    this.#answerDatagram(port, bytes, from, spreadMs).catch((cause: unknown) => {
      this.#journal.error(`answering a datagram from ${from.address}`, cause);
    });
  }

  async #answerDatagram(port: number, bytes: Buffer, from: RemoteInfo, spreadMs: number): Promise<void> {
    const answer = port === XOR_PORT ? await this.#answerXor(bytes) : this.#answerTdp(bytes);
    if (answer === undefined) return;
    const spoilt = this.#troubles.spoil('udp', answer);
    const say = () => {
      if (this.#world.network === 'down') return;
      this.#doors?.send(port, spoilt.give === 'garbage' ? spoilt.bytes : answer, from);
    };
    const waitMs = this.#troubles.slowMs + this.#random.next() * spreadMs;
    if (waitMs > 0) this.#plans.later(waitMs, say);
    else say();
  }

  async #answerXor(bytes: Buffer): Promise<Buffer | undefined> {
    const reply = await answerXorDatagram(this, bytes);
    if (reply.give === 'garbage') return reply.bytes;
    if (reply.give === 'half') return halfOf(reply.content);
    return reply.give === 'whole' ? reply.content : undefined;
  }

  #answerTdp(bytes: Buffer): Buffer | undefined {
    const probe = readTdp(bytes);
    if (probe === undefined) {
      this.#journal.error('reading a TDP probe', `${bytes.length} bytes are none`);
      return undefined;
    }
    const facts = { address: this.#address, httpPort: this.#httpPort, randomBytes: this.randomBytes.bind(this) };
    const { answer, withKey } = answerProbe(this.state, facts, probe);
    if (withKey) this.#wakeHttp();
    return answer;
  }

  #wakeHttp(): void {
    const late = this.#troubles.find('late-http');
    if (!this.#httpShut || late === undefined) return;
    this.#httpShut = false;
    this.#plans.later(late.wakeMs, async () => this.#doors?.openTcp());
  }

  // Connections

  #welcome(port: number, socket: Socket): void {
    socket.on('error', this.#complain);
    this.#hostOfNewLine()
      .then((host) => host.#serve(port, socket))
      .catch((cause: unknown) => {
        this.#journal.error('taking a connection', cause);
        socket.destroy();
      });
  }

  async #hostOfNewLine(): Promise<Device> {
    return (this.#identityReads > 0 && (await this.#swapAt('reset-connect'))) || this;
  }

  #serve(port: number, socket: Socket): void {
    const entrance = this.#entrances.find((each) => each.port === port);
    if (entrance === undefined || this.#presence !== 'lan' || this.#troubles.drops()) {
      socket.destroy();
      return;
    }
    this.#journal.connectionOpened();
    const talked = this.#journal.newConversation();
    const isDead = this.#troubles.has('silent') || this.#world.network === 'down';
    const spoken = entrance.tls && !isDead ? overTls(socket, this.#complain) : socket;
    const line: Line = new Line(spoken, entrance.startTalk(), {
      networkUp: () => this.#world.network === 'up',
      slowMs: () => this.#troubles.slowMs,
      talked,
      closed: () => {
        this.#lines.delete(line);
        this.#journal.connectionClosed();
      },
      error: (cause) => this.#journal.error('serving a connection', cause),
    });
    this.#lines.add(line);
    if (isDead) line.die();
  }

  // Station: what transports ask of it

  randomBytes(length: number): Buffer {
    return this.#random.bytes(length);
  }

  async moment(moment: SwapMoment): Promise<void> {
    await this.#swapAt(moment);
  }

  handshakeDone(accepted: boolean): void {
    if (accepted) this.#journal.handshakes += 1;
    else this.#journal.failedHandshakes += 1;
  }

  loginDone(accepted: boolean): void {
    if (accepted) this.#journal.sessions += 1;
    else this.#journal.wrongLogin(Date.now());
  }

  triedWhileLocked(): void {
    this.#journal.triesWhileLocked += 1;
  }

  get locksAfter(): number {
    return this.#troubles.find('lock-out')?.after ?? this.state.tpap.locksAfter;
  }

  sessionExpires(served: number): boolean {
    return this.#troubles.sessionExpires(served);
  }

  get lostSessionBy(): 'code' | 'status' {
    return this.#troubles.find('expire-session')?.answer ?? 'code';
  }

  async carryOut(request: string, over: Carrier): Promise<Reply<string>> {
    const asked: { resetAfterMs?: number; rebootAfterMs?: number; identity?: true } = {};
    const { recording, dialect } = this.state;
    const answer = recording ? answerRecorded(recording) : dialect === 'iot' ? answerIot : answerSmart;
    const text = answer(this.state, request, {
      nowMs: Date.now(),
      address: this.#address,
      identityRead: () => {
        asked.identity = true;
      },
      relaySet: () => {
        this.#journal.relaysSet += 1;
      },
      ledSet: () => {
        this.#journal.ledsSet += 1;
      },
      reset: (afterMs) => {
        asked.resetAfterMs = afterMs;
        return this.#troubles.resetFate.answer !== 'refuse';
      },
      reboot: (afterMs) => {
        asked.rebootAfterMs = afterMs;
      },
    });
    if (text === undefined) {
      this.#journal.error('reading a request', `${over} brought none`);
      return { give: 'cut' };
    }
    if (asked.resetAfterMs !== undefined) return this.#obeyReset(asked.resetAfterMs, text, over);
    if (over !== 'xor-udp') {
      this.#journal.readsServed += 1;
      if (asked.identity) await this.#readIdentity();
    }
    if (asked.rebootAfterMs !== undefined) {
      this.#scaled(asked.rebootAfterMs, () => this.#restart(RESTART_MS * this.#world.timeScale, this.#address));
    }
    // With delay 0 a plug is gone before it could answer (protocols/xor.md).
    return asked.rebootAfterMs === 0 ? { give: 'cut' } : this.#troubles.spoil('read', text);
  }

  async #readIdentity(): Promise<void> {
    await this.#swapAt('identify');
    this.#identityReads += 1;
  }

  // Reset

  #obeyReset(afterMs: number, text: string, over: Carrier): Reply<string> {
    const { answer, deed } = this.#troubles.resetFate;
    const tooLate = afterMs === 0 && answer === 'acknowledge' && deed !== 'nothing';
    const given = tooLate ? 'cut' : answer;
    this.#journal.resetCommand({ atMs: Date.now(), transport: over, answered: answeredAs(given) });
    this.#world.resetArrived();
    this.#scaled(afterMs, () => this.#carryOutReset(deed));
    if (given === 'cut' || given === 'hang') return { give: given };
    return this.#troubles.spoil('reset', text);
  }

  #carryOutReset(deed: ResetFate['deed']): void {
    if (this.#presence !== 'lan' || deed === 'nothing') return;
    if (deed === 'restart') {
      const fault = this.#troubles.find('restart');
      this.#restart(fault?.awayMs ?? RESTART_MS, fault?.at ?? this.#address);
      return;
    }
    this.#journal.resetsCarriedOut += 1;
    this.#erase();
    if (deed === 'erase') {
      this.#goAway('gone');
      return;
    }
    const awayMs = this.#troubles.find('firmware-says-fresh')?.awayMs ?? RESTART_MS * this.#world.timeScale;
    this.#restart(awayMs, this.#address);
  }

  #erase(): void {
    eraseState(this.state);
    this.#erasedAtMs = Date.now();
  }

  #restart(awayMs: number, address: string): void {
    this.#goAway('away');
    this.#plans.later(awayMs, async () => {
      if (address !== this.#address) this.#world.checkFree(address);
      this.#address = address;
      await this.powerUp();
    });
  }

  #goAway(presence: 'away' | 'gone'): void {
    this.#plans.forget();
    this.#presence = presence;
    this.leave();
    this.#cutLines();
  }

  // Small things

  get #httpPort(): number {
    return this.#forcedPort ?? this.#world.httpPort;
  }

  #changeOwner(): void {
    const account: Account | null = this.state.account;
    if (account !== null && this.#troubles.has('wrong-account')) this.state.account = STRANGER_ACCOUNT;
  }

  /** @returns whether it speaks another transport than before. */
  #changeMode(): boolean {
    const was = this.state.transport;
    const isTpap = this.#troubles.has('tpap-mode') && this.state.dialect === 'smart';
    this.state.transport = isTpap ? 'tpap' : this.#bornTransport;
    return this.state.transport !== was;
  }

  readonly #complain = (cause: Error): void => this.#journal.error('using a connection', cause);

  /** @returns who is at the old address now, if this was the moment of a swap. */
  async #swapAt(moment: SwapMoment): Promise<Device | undefined> {
    const id = this.#troubles.takeSwap(moment);
    return id === undefined ? undefined : this.#world.exchange(this, id);
  }

  #scaled(ms: number, plan: () => void): void {
    this.#plans.later(ms * this.#world.timeScale, plan);
  }

  #cutLines(): void {
    for (const line of this.#lines) line.cut();
  }
}
