import type { ButtonFacts, Card, Checklist } from '../../contract/index.ts';

/** Facts of an ordinary small plug. */
export const plainFacts: ButtonFacts = {
  form: 'mini-plug',
  outlets: 1,
  button: 'side',
  wifiSeconds: 5,
  eraseSeconds: 10,
  steps: {
    erase: [{ do: 'power' }, { do: 'hold', seconds: 10, until: 'rapid-amber' }, { do: 'look', for: 'amber-blue' }],
    wifi: [{ do: 'power' }, { do: 'hold', seconds: 5, until: 'amber-blue' }],
  },
  confidence: 'vendor-says',
  buttonConfidence: 'inferred',
  matter: false,
  caution: null,
};

/** The n-th of a fleet of virtual plugs, four to a room. */
export function card(n: number, change: Partial<Card> = {}): Card {
  const digits = n.toString(16).toUpperCase().padStart(6, '0');
  return {
    mac: `50:C7:BF:${digits.match(/../g)?.join(':')}`,
    label: `PLUG-${String(n).padStart(4, '0')}`,
    alias: `Lamp ${n}`,
    site: 'Harbour House',
    room: `Flat ${Math.floor(n / 4) + 1}`,
    roomOrder: Math.floor(n / 4),
    model: 'HS103',
    hardware: '5.0',
    address: `192.168.7.${(n % 250) + 1}`,
    lastSeenAt: '2026-11-20T09:30:00.000Z',
    outlets: 1,
    why: 'silent',
    lookFirst: false,
    matterCode: null,
    facts: plainFacts,
    ...change,
  };
}

export const cards = (count: number): Card[] => Array.from({ length: count }, (_, n) => card(n));

export function checklist(of: readonly Card[], change: Partial<Checklist> = {}): Checklist {
  return {
    run: 'R-7K3QD',
    plan: 'P-2MX8A',
    press: 'erase',
    madeAt: '2026-11-23T20:13:00.000Z',
    practice: false,
    counts: {
      reset: 40,
      byHand: 2,
      unproven: 1,
      failed: 0,
      needsHands: of.length,
      notFound: 0,
      dead: 0,
      leftAlone: 3,
      waiting: 0,
    },
    total: of.length + 46,
    cards: of,
    ...change,
  };
}
