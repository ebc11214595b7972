import type { Random } from '../random.ts';
import { SimulatorError } from '../simulator-error.ts';
import type { PlugSpec, Transport } from '../spec/plug-spec.ts';

type Described = Pick<PlugSpec, 'model' | 'transport' | 'hardware' | 'firmware'>;

/** What is sold with each transport, with firmware of the time that speaks it; strips apart from single plugs. */
const SOLD: Record<Transport, { single: readonly Described[]; strip: readonly Described[] }> = {
  xor: {
    single: [{ model: 'HS103' }, { model: 'HS110' }, { model: 'KP115' }],
    strip: [{ model: 'HS300' }, { model: 'KP303' }],
  },
  'klap-1': { single: [{ model: 'HS100', hardware: '4.1', firmware: '1.1.0 Build 201016 Rel.175121' }], strip: [] },
  'klap-2': {
    single: [
      { model: 'P100' },
      { model: 'P110' },
      { model: 'P115' },
      { model: 'EP25' },
      { model: 'HS103', firmware: '1.1.3 Build 241008 Rel.101734' },
    ],
    strip: [{ model: 'P300' }, { model: 'HS300', firmware: '1.1.2 Build 240909 Rel.151503' }],
  },
  aes: {
    single: [
      { model: 'P100', firmware: '1.3.7 Build 210309 Rel.100121' },
      { model: 'P110', firmware: '1.1.1 Build 220717 Rel.113205' },
      { model: 'EP25', firmware: '1.0.2 Build 230108 Rel.140812' },
    ],
    strip: [],
  },
  tpap: {
    single: [
      { model: 'P110', firmware: '1.4.6 Build 251103 Rel.104518' },
      { model: 'P115', firmware: '1.4.6 Build 251103 Rel.104518' },
      { model: 'KP125M', firmware: '1.4.1 Build 250822 Rel.093307' },
    ],
    strip: [{ model: 'P300', firmware: '1.4.1 Build 251016 Rel.170244' }],
  },
};

export function isTransport(name: string): name is Transport {
  return Object.hasOwn(SOLD, name);
}

/** Exactly the wished number of each transport, in an order that shows no pattern. */
export function dealTransports(
  shares: Partial<Record<Transport, number>>,
  count: number,
  random: Random,
): readonly Transport[] {
  const wished = Object.entries(shares).flatMap(([name, share]) => {
    if (!isTransport(name)) throw new SimulatorError('bad-spec', `no transport is called ${name}`);
    return Array.from({ length: Math.round(share * count) }, () => name);
  });
  const sum = Object.values(shares).reduce((total, share) => total + share, 0);
  if (sum > 1.001) throw new SimulatorError('bad-spec', 'the shares of all transports add up to more than 1');
  // rounding may have made one or two too many, or too few
  const rest = Array.from({ length: Math.max(0, count - wished.length) }, (): Transport => 'klap-2');
  return random.shuffled([...wished.slice(0, count), ...rest]);
}

export function plugOver(transport: Transport, stripShare: number, random: Random): Described {
  const { single, strip } = SOLD[transport];
  const isStrip = random.next() < stripShare && strip.length > 0;
  const from = isStrip ? strip : single;
  return { ...from[random.below(from.length)], transport };
}
