import type { Fault, PlugSpec } from '../../simulator/index.ts';

export type Kind = Pick<PlugSpec, 'model' | 'transport'>;

/** The kinds that a run has to carry: legacy, Tapo, newer Kasa over KLAP, and strips of both families. */
const usualKinds: readonly Kind[] = [
  { model: 'HS103' },
  { model: 'P110' },
  { model: 'HS103', transport: 'klap-2' },
  { model: 'HS300' },
  { model: 'P100' },
  { model: 'KP115' },
  { model: 'P300' },
];

/**
 * A fleet as firmware of a few years leaves it: XOR 30 %, KLAP v1 10 %, KLAP v2 30 %, AES 10 %, TPAP 20 %, strips
 * among them.
 */
export const everyTransport: readonly Kind[] = [
  { model: 'HS103' },
  { model: 'P110' },
  { model: 'P110', transport: 'tpap' },
  { model: 'HS300' },
  { model: 'HS103', transport: 'klap-2' },
  { model: 'HS100', transport: 'klap-1' },
  { model: 'KP115' },
  { model: 'P100' },
  { model: 'P100', transport: 'aes' },
  { model: 'P300', transport: 'tpap' },
  { model: 'HS110' },
  { model: 'P300' },
  { model: 'P115', transport: 'tpap' },
  { model: 'KP303' },
  { model: 'EP25' },
  { model: 'HS100', transport: 'klap-1' },
  { model: 'HS105' },
  { model: 'P115' },
  { model: 'P110', transport: 'aes' },
  { model: 'KP125M', transport: 'tpap' },
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
  kinds: readonly Kind[] = usualKinds,
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

/** Whether it lets nobody in without an account: legacy plugs do. */
export const asksForLogin = ({ transport, model }: PlugSpec): boolean =>
  (transport !== undefined && transport !== 'xor') || /^(P1|P3|EP)/.test(model ?? '');

export const withFault = (fault: Fault): Partial<PlugSpec> => ({ faults: [fault] });
