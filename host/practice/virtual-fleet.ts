import { PlugfleetError } from '../../contract/index.ts';
import type { Fleet, FleetSpec } from '../../simulator/index.ts';

/** Where virtual fleets live: the first of these that nobody uses. */
const bases = ['127.20.0.1', '127.21.0.1', '127.22.0.1', '127.23.0.1'];

export interface Practice {
  fleet: Fleet;
  spec: FleetSpec;
  /** The network they are in, as CIDR. */
  network: string;
}

/** The /24 (or wider, for many) that holds virtual plugs counted up from `base`. */
export function networkAround(base: string, devices: number): string {
  const [a, b, c] = base.split('.');
  const blocks = Math.ceil(devices / 254);
  const bits = blocks === 1 ? 24 : 24 - Math.ceil(Math.log2(blocks));
  return `${a}.${b}.${c}.0/${bits}`;
}

/**
 * Starts virtual plugs on loopback. Another fleet at the usual place makes it take the next one, unless `base` was
 * asked for. The simulator is loaded here and not before: real fleets have no use for it.
 * @throws `port-taken`, `bad-input`
 */
export async function startPractice(base: string | undefined, asked?: (base: string) => FleetSpec): Promise<Practice> {
  const { practiceFleet, SimulatorError, startFleet } = await import('../../simulator/index.ts');
  const describe = asked ?? practiceFleet;
  const tries = base === undefined ? bases : [base];
  for (const [index, at] of tries.entries()) {
    try {
      const described = describe(at);
      const [a, b] = at.split('.');
      // a broadcast address of its own keeps fleets that run side by side apart
      const spec: FleetSpec = { broadcast: [`${a}.${b}.255.255`], ...described };
      const fleet = await startFleet(spec);
      return { fleet, spec, network: networkAround(at, spec.plugs.length + (spec.others?.length ?? 0)) };
    } catch (thrown) {
      if (!(thrown instanceof SimulatorError)) throw thrown;
      const taken = thrown.code === 'address-in-use' || thrown.code === 'cannot-listen';
      if (taken && index < tries.length - 1) continue;
      throw new PlugfleetError(taken ? 'port-taken' : 'bad-input', thrown.message, { cause: thrown });
    }
  }
  throw new PlugfleetError('port-taken');
}
