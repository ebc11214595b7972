import type { FrozenPlug, Plan, PlanItem, PlugRecord, Route } from '../../contract/index.ts';

export const macOf = (n: number): string => `50:C7:BF:00:${hex(n >> 8)}:${hex(n & 255)}`;
const hex = (n: number): string => n.toString(16).toUpperCase().padStart(2, '0');

export const ownerA = 'A'.repeat(32);
export const ownerB = 'B'.repeat(32);

export const routeOf = (host: string): Route => ({ host, port: 9999, dialect: 'iot', transport: 'xor', tls: false });

/** A plug that every law lets through. */
export const record = (n: number, change: Partial<PlugRecord> = {}): PlugRecord => ({
  id: n,
  mac: macOf(n),
  deviceId: String(n).padStart(40, '0'),
  deviceIdHash: null,
  model: 'HS103',
  hardware: '2.1',
  firmware: '1.1.2',
  family: 'kasa',
  alias: `Desk ${n}`,
  label: null,
  site: null,
  room: null,
  tags: [],
  serial: null,
  notes: {},
  owned: true,
  ownerWhenOwned: ownerA,
  protectedReason: null,
  protectedBy: null,
  protectedOutlets: [],
  feedsNetwork: false,
  standing: 'ready',
  why: null,
  route: routeOf(`127.0.1.${n}`),
  address: `127.0.1.${n}`,
  network: '127.0.1.0/24',
  lastSeenAt: '2026-01-05T10:00:00.000Z',
  owner: ownerA,
  login: null,
  relay: 'off',
  watts: 0,
  rssi: -50,
  outlets: [],
  snapshotAt: '2026-01-05T10:00:00.000Z',
  ...change,
});

export const nowMs = Date.parse('2026-01-05T10:00:00.000Z');

export const frozen = (n: number, change: Partial<FrozenPlug> = {}): FrozenPlug => ({
  mac: macOf(n),
  deviceId: String(n).padStart(40, '0'),
  model: 'HS103',
  hardware: '2.1',
  firmware: '1.1.2',
  family: 'kasa',
  alias: `Desk ${n}`,
  label: null,
  site: null,
  room: null,
  owner: ownerA,
  owned: true,
  protected: false,
  occupied: false,
  feedsNetwork: false,
  address: `127.0.1.${n}`,
  network: '127.0.1.0/24',
  route: routeOf(`127.0.1.${n}`),
  lastSeenAt: '2026-01-05T10:00:00.000Z',
  watts: 0,
  outlets: [],
  protectedOutlets: [],
  ...change,
});

export const planOf = (plugs: readonly FrozenPlug[]): Plan => {
  const items: PlanItem[] = plugs.map((plug) => ({ mac: plug.mac, way: 'network', reasons: [], loads: [], plug }));
  return {
    id: 'P-TEST0',
    at: '2026-01-05T10:00:00.000Z',
    allow: [],
    counts: { network: items.length, hands: 0, leave: 0 },
    items,
  };
};
