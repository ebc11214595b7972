import type { Fault, PlugSpec } from '../../simulator/index.ts';

/** The kinds that a run has to carry: legacy, Tapo, newer Kasa over KLAP, and strips of both families. */
const kinds: readonly Pick<PlugSpec, 'model' | 'transport'>[] = [
  { model: 'HS103' },
  { model: 'P110' },
  { model: 'HS103', transport: 'klap-2' },
  { model: 'HS300' },
  { model: 'P100' },
  { model: 'KP115' },
  { model: 'P300' },
];

/** A virtual plug of which a test knows the MAC beforehand. */
export type HousePlug = PlugSpec & { mac: string };

/**
 * A house of named plugs on `127.x.1.1` and up (250 to a network), of every kind in turn, with a MAC that tells the place.
 * @param prefix the claimed `127.x`
 */
export function house(
  prefix: string,
  count: number,
  change: (index: number) => Partial<PlugSpec> = () => ({}),
): HousePlug[] {
  return Array.from({ length: count }, (_, index) => ({
    mac: macOf(prefix, index),
    address: addressOf(prefix, index),
    alias: `Room ${100 + Math.floor(index / 4)} socket ${(index % 4) + 1}`,
    ...kinds[index % kinds.length],
    ...change(index),
  }));
}

const perNetwork = 250;

export const addressOf = (prefix: string, index: number): string =>
  `${prefix}.${1 + Math.floor(index / perNetwork)}.${1 + (index % perNetwork)}`;

function macOf(prefix: string, index: number): string {
  const house = Number(prefix.split('.')[1]);
  const bytes = [house, index >> 8, index & 255].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  return `50:C7:BF:${bytes.join(':')}`;
}

export const isKlap = (plug: PlugSpec): boolean => plug.transport === 'klap-2' || /^(P1|P3|EP)/.test(plug.model ?? '');

export const withFault = (fault: Fault): Partial<PlugSpec> => ({ faults: [fault] });
