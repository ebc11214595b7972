import { randomInt } from 'node:crypto';
import { refuseOutsideLoopback } from '../network/addresses.ts';
import { chooseHttpPort } from '../network/http-port.ts';
import { SimulatorError } from '../simulator-error.ts';
import { DEFAULT_ACCOUNT, type FleetSpec } from '../spec/fleet-spec.ts';
import { makeState } from '../state/make-state.ts';
import { Device } from './device.ts';
import { Fleet } from './fleet.ts';
import type { World } from './world.ts';

const LOOPBACK_BROADCAST = '127.255.255.255';

/** Starts virtual plugs. Resolves when every socket is open; nothing outside 127.0.0.0/8 is touched unless allowed. */
export async function startFleet(spec: FleetSpec): Promise<Fleet> {
  const { plugs, others = [], broadcast = [LOOPBACK_BROADCAST], allowOutsideLoopback = false } = spec;
  const specs = [...plugs, ...others];
  const addresses = specs.map(({ address }) => address);
  if (!allowOutsideLoopback) for (const address of [...addresses, ...broadcast]) refuseOutsideLoopback(address);
  const seed = spec.seed ?? randomInt(2 ** 31);
  const around = { seed, defaultOwner: spec.accounts?.[0] ?? DEFAULT_ACCOUNT, startedAtMs: Date.now() };
  let resetsArrived = 0;
  const world: World = {
    seed,
    timeScale: spec.timeScale ?? 1,
    httpPort: addresses[0] === undefined ? 80 : await chooseHttpPort(addresses[0]),
    network: 'up',
    resetArrived: () => {
      resetsArrived += 1;
      if (resetsArrived === spec.outageAfterResets) world.network = 'down';
    },
    exchange: (device, withId) => fleet.exchange(device, withId),
    checkFree: (address) => fleet.checkFree(address),
  };
  const devices = specs.map((each, position) => new Device(makeState(each, position, around), each, world));
  refuseDoubles(
    'id',
    devices.map(({ state }) => state.id),
  );
  refuseDoubles(
    'MAC',
    devices.map(({ state }) => state.mac),
  );
  refuseDoubles(
    'address',
    devices.filter(({ onLan }) => onLan).map(({ address }) => address),
  );
  const fleet = new Fleet({
    plugs: devices.slice(0, plugs.length),
    others: devices.slice(plugs.length),
    world,
    broadcast,
    spreadMs: spec.spreadMs ?? Math.max(5, devices.length / 10),
    allowOutsideLoopback,
  });
  await fleet.open();
  return fleet;
}

function refuseDoubles(what: string, values: readonly string[]): void {
  const double = values.find((value, index) => values.indexOf(value) !== index);
  if (double !== undefined) throw new SimulatorError('bad-spec', `two devices have the ${what} ${double}`);
}
