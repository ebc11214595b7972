import { DEFAULT_ACCOUNT, type PlugSpec, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { everyTransport, type HousePlug, house, withFault } from '../journeys/house.ts';

/** Why a plug of the neighbourhood gets no reset, or how it takes one. */
export type Part =
  | 'willing'
  /** Acknowledges the reset and stays, or comes back as it was. */
  | 'staying'
  | 'refusing'
  /** Erased, and the answer is lost. */
  | 'cut'
  /** Erased, and on the network again as factory-fresh. */
  | 'fresh'
  /** Knows an older password of ours: needs hands. */
  | 'old-password'
  /** Another person's. */
  | 'stranger'
  /** Ours by account; nobody calls it ours. */
  | 'disowned'
  | 'protected';

export interface Neighbourhood {
  network: string;
  plugs: HousePlug[];
  part: ReadonlyMap<string, Part>;
  macs(...parts: Part[]): string[];
}

/** Parts that a plan sends to. */
export const targets: readonly Part[] = ['willing', 'staying', 'refusing', 'cut', 'fresh'];

const changes: Record<Part, (index: number) => Partial<PlugSpec>> = {
  willing: () => ({}),
  staying: (index) => withFault(index % 2 === 0 ? { kind: 'stay' } : { kind: 'restart', awayMs: 600 }),
  refusing: () => withFault({ kind: 'refuse' }),
  cut: () => withFault({ kind: 'cut-after-reset' }),
  fresh: () => withFault({ kind: 'firmware-says-fresh', awayMs: 500 }),
  'old-password': () => ({ account: oldAccount }),
  stranger: () => ({ account: STRANGER_ACCOUNT }),
  disowned: () => ({}),
  protected: () => ({}),
};

/** The fleet's account as it was before its password was changed. */
export const oldAccount = { ...DEFAULT_ACCOUNT, password: 'before it was changed' };

/** 120 plugs of every transport on loopback; 104 of them are for a plan to send to. */
export function neighbourhood(prefix: string): Neighbourhood {
  const count = 120;
  const plain = house(prefix, count, undefined, everyTransport);
  const parts = plain.map((plug, index) => partOf(plug, index));
  const plugs = house(
    prefix,
    count,
    (index) => changes[parts[index] ?? 'willing'](Math.floor(index / 15)),
    everyTransport,
  );
  const part = new Map(plugs.map(({ mac }, index) => [mac, parts[index] ?? 'willing']));
  return {
    network: `${prefix}.1.0/25`,
    plugs,
    part,
    macs: (...wanted) => plugs.filter(({ mac }) => wanted.includes(part.get(mac) ?? 'willing')).map(({ mac }) => mac),
  };
}

/** Dealt so that each part meets different transports (there are twenty kinds in turn, fifteen places here). */
function partOf(plug: HousePlug, index: number): Part {
  switch (index % 15) {
    case 2:
      return 'staying';
    case 5:
      return 'refusing';
    case 7:
      return 'cut';
    case 9:
      return 'fresh';
    case 11:
      return index % 4 === 0 ? 'stranger' : index % 4 === 1 ? 'disowned' : 'protected';
    case 13:
      // what is compared offline is no try
      return plug.transport === 'aes' ? 'old-password' : 'willing';
    case 14:
      return index % 2 === 0 ? 'willing' : 'disowned';
    default:
      return 'willing';
  }
}
