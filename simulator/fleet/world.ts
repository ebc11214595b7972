import type { Device } from './device.ts';

/** What all devices of a fleet share. */
export interface World {
  readonly seed: number;
  readonly timeScale: number;
  readonly httpPort: number;
  network: 'up' | 'down';
  /** A reset reached one of the devices: the moment some outages wait for. */
  resetArrived(): void;
  /** Lets a device change addresses with the one of that id, and gives that one. */
  exchange(device: Device, withId: string): Promise<Device>;
  /** Refuses an address a device may not move to. */
  checkFree(address: string): void;
}
