import type { RemoteInfo, Socket } from 'node:dgram';
import { refuseOutsideLoopback } from '../network/addresses.ts';
import { openEars } from '../network/broadcast.ts';
import { SimulatorError } from '../simulator-error.ts';
import type { Fault } from '../spec/fault.ts';
import type { Device } from './device.ts';
import type { Truth } from './truth.ts';
import type { World } from './world.ts';

export interface FleetParts {
  readonly plugs: readonly Device[];
  readonly others: readonly Device[];
  readonly world: World;
  readonly broadcast: readonly string[];
  readonly spreadMs: number;
  readonly allowOutsideLoopback: boolean;
}

/** A running fleet in this process, and the hand that makes things happen to it. MACs may be written in any way. */
export class Fleet {
  readonly #parts: FleetParts;
  readonly #devices: ReadonlyMap<string, Device>;
  #ears: Socket[] = [];

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.#devices = new Map([...parts.plugs, ...parts.others].map((device) => [plainMac(device.state.mac), device]));
  }

  /** What repeats this fleet's behaviour. */
  get seed(): number {
    return this.#parts.world.seed;
  }

  plugs(): Truth[] {
    return this.#parts.plugs.map((device) => device.truth());
  }

  /** The devices that are no plugs. */
  others(): Truth[] {
    return this.#parts.others.map((device) => device.truth());
  }

  truth(mac: string): Truth {
    return this.#find(mac).truth();
  }

  /** `down`: nothing answers, connections swallow what is sent. `up`: those that lost something are cut. */
  network(state: 'up' | 'down'): void {
    this.#parts.world.network = state;
    if (state === 'up') for (const device of this.#devices.values()) device.networkIsBack();
  }

  /** Two devices exchange addresses. Open connections stay with their device. */
  async swap(macA: string, macB: string): Promise<void> {
    await exchangeAddresses(this.#find(macA), this.#find(macB));
  }

  /** Takes the place of all faults the device had. */
  async setFault(mac: string, faults: readonly Fault[]): Promise<void> {
    await this.#find(mac).setFaults(faults);
  }

  powerOff(mac: string): void {
    this.#find(mac).powerOff();
  }

  async powerOn(mac: string): Promise<void> {
    await this.#find(mac).powerOn();
  }

  /** 10 seconds: erased and off the LAN. 5 seconds: off the LAN, all else kept. */
  pressButton(mac: string, seconds: 5 | 10): void {
    this.#find(mac).pressButton(seconds);
  }

  /** Gives the device another address, as DHCP does. */
  async move(mac: string, address: string): Promise<void> {
    const device = this.#find(mac);
    this.checkFree(address);
    await device.moveTo(address);
  }

  async close(): Promise<void> {
    for (const ear of this.#ears) ear.close();
    this.#ears = [];
    for (const device of this.#devices.values()) device.close();
  }

  /** Brings everything up. If one device cannot open its sockets, none stays open. */
  async open(): Promise<void> {
    try {
      await Promise.all([...this.#devices.values()].map((device) => device.powerUp()));
      this.#ears = await openEars(this.#parts.broadcast, (port, bytes, from) => this.#hear(port, bytes, from));
    } catch (cause) {
      await this.close();
      throw cause;
    }
  }

  async exchange(device: Device, withId: string): Promise<Device> {
    const other = [...this.#devices.values()].find((each) => each.state.id === withId);
    if (other === undefined) {
      throw new SimulatorError('no-such-plug', `${device.state.id} should swap with "${withId}", which is not there`);
    }
    await exchangeAddresses(device, other);
    return other;
  }

  checkFree(address: string): void {
    if (!this.#parts.allowOutsideLoopback) refuseOutsideLoopback(address);
    const there = [...this.#devices.values()].find((device) => device.onLan && device.address === address);
    if (there !== undefined) {
      throw new SimulatorError('address-in-use', `${address} is the address of ${there.state.id} (${there.state.mac})`);
    }
  }

  #hear(port: number, bytes: Buffer, from: RemoteInfo): void {
    for (const device of this.#devices.values()) device.hear(port, bytes, from, this.#parts.spreadMs);
  }

  #find(mac: string): Device {
    const device = this.#devices.get(plainMac(mac));
    if (device === undefined) throw new SimulatorError('no-such-plug', `no virtual device has the MAC ${mac}`);
    return device;
  }
}

async function exchangeAddresses(a: Device, b: Device): Promise<void> {
  const [addressOfA, addressOfB] = [a.address, b.address];
  a.leave();
  b.leave();
  await Promise.all([a.moveTo(addressOfB), b.moveTo(addressOfA)]);
}

function plainMac(mac: string): string {
  return mac.replaceAll(/[^0-9A-Fa-f]/g, '').toUpperCase();
}
