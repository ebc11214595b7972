import type { NewLedgerEntry, Plan, PlugRecord, Snapshot, Store } from '../../contract/index.ts';

export const mac = (n: number): string => (n.toString(16).padStart(12, '0').toUpperCase().match(/../g) ?? []).join(':');

/** A plug with something in every field. */
export const samplePlug = (change: Partial<PlugRecord> = {}): PlugRecord => ({
  id: 0,
  mac: mac(1),
  deviceId: '8006'.repeat(10),
  deviceIdHash: 'C'.repeat(32),
  model: 'HS300',
  hardware: '2.0',
  firmware: '1.0.12',
  family: 'kasa',
  alias: 'Küche "links"',
  label: 'A-17',
  site: 'Elm Court',
  room: 'Flat 12',
  tags: ['kitchen', 'strip'],
  serial: 'S1',
  notes: { supplier: 'Ångström' },
  owned: true,
  ownerWhenOwned: 'D'.repeat(32),
  protectedReason: 'fridge',
  protectedBy: 'Ada',
  protectedOutlets: [{ id: '00', alias: 'kettle', reason: 'vaccines', by: 'Bo' }],
  feedsNetwork: true,
  standing: 'needs-login',
  why: 'needs-login',
  route: { host: '192.168.7.12', port: 9999, dialect: 'iot', transport: 'xor', tls: false },
  address: '192.168.7.12',
  network: '192.168.7.0/24',
  lastSeenAt: '2026-11-23T10:00:00.000Z',
  owner: '',
  login: 'main',
  relay: 'on',
  watts: 4.25,
  rssi: -61,
  outlets: [{ id: '00', alias: 'kettle', relay: 'on', watts: null }],
  snapshotAt: '2026-11-23T10:00:01.000Z',
  ...change,
});

/** A plug of which next to nothing is known. */
export const barePlug = (change: Partial<PlugRecord> = {}): PlugRecord => ({
  ...samplePlug(),
  deviceId: null,
  deviceIdHash: null,
  hardware: null,
  firmware: null,
  label: null,
  site: null,
  room: null,
  tags: [],
  serial: null,
  notes: {},
  owned: false,
  ownerWhenOwned: null,
  protectedReason: null,
  protectedBy: null,
  protectedOutlets: [],
  feedsNetwork: false,
  standing: 'ready',
  why: null,
  route: null,
  address: null,
  network: null,
  lastSeenAt: null,
  owner: null,
  login: null,
  watts: null,
  rssi: null,
  outlets: [],
  snapshotAt: null,
  ...change,
});

export const sampleSnapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
  takenAt: '2026-11-23T10:00:01.000Z',
  alias: 'Küche',
  outlets: [{ id: '00', alias: 'kettle' }],
  owner: '',
  ssid: 'Elm Guests',
  hasLocation: true,
  rules: [{ kind: 'schedule', rule: { id: 'R1', smin: 420, wday: [1, 0, 1] } }],
  ledOff: false,
  energy: { totalWh: 12.5, monthWh: null, todayWh: 1 },
  matterCode: null,
  unread: ['away'],
  ...change,
});

export const samplePlan = (id: string): Plan => ({
  id,
  at: '2026-11-23T10:00:00.000Z',
  allow: ['loaded'],
  counts: { network: 1, hands: 0, leave: 0 },
  items: [
    {
      mac: mac(1),
      way: 'network',
      reasons: ['loaded'],
      loads: [{ outlet: null, name: 'x', watts: 60.5 }],
      plug: {
        mac: mac(1),
        deviceId: null,
        model: 'HS100',
        hardware: null,
        firmware: null,
        family: 'kasa',
        alias: 'x',
        label: null,
        site: null,
        room: null,
        owner: null,
        owned: true,
        protected: false,
        occupied: false,
        feedsNetwork: false,
        address: null,
        network: null,
        route: null,
        lastSeenAt: null,
        watts: 60.5,
        outlets: [],
        protectedOutlets: [],
      },
    },
  ],
});

/** A ledger entry that says `by`. */
export const saying = (by: string, where: { run?: string; mac?: string } = {}): NewLedgerEntry => ({
  kind: 'run-continued',
  run: where.run ?? null,
  mac: where.mac ?? null,
  body: { by },
});

/** Puts something of everything into a store, in every table. */
export function fill(store: Store): void {
  const at = '2026-11-23T10:00:00.000Z';
  store.transaction(() => {
    store.places.setSite('Elm Court', [{ network: '192.168.7.0/24', expected: 40 }]);
    store.places.setRoom('Elm Court', 'Flat 12', { order: 2.5, occupiedUntil: '2026-12-01', occupiedReason: 'guests' });
    const { id } = store.plugs.save(samplePlug());
    store.plugs.save(barePlug({ mac: mac(2), alias: "O'Brien; \n--" }));
    store.plugs.addSighting(id, { at, address: '192.168.7.12', source: 'tdp', owner: '', factoryDefault: true });
    store.plugs.addSnapshot(id, sampleSnapshot());
    store.others.save({ mac: mac(9), address: '10.0.0.9', model: 'C200', kind: 'camera', lastSeenAt: at });
    store.logins.add({ name: 'main', email: 'a@example.com', setAt: at });
    store.plans.add(samplePlan('P-7K3QD'));
    store.ledger.append(at, saying('Ada', { run: 'R-1', mac: mac(1) }), saying('Bo'));
  });
}
