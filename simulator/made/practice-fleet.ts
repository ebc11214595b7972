import { addressesFrom } from '../network/addresses.ts';
import type { Fault } from '../spec/fault.ts';
import type { FleetSpec } from '../spec/fleet-spec.ts';
import type { Account, OtherSpec, PlugSpec } from '../spec/plug-spec.ts';

const OFFICE: Account = { email: 'facility@lindenhof.example', password: 'Linden-Practice-1' };
const ANNEX: Account = { email: 'annex@lindenhof.example', password: 'Annex-Practice-2' };
const TENANT: Account = { email: 'm.okafor@tenant.example', password: 'mine, not yours' };

/** The two accounts whose passwords a visitor of the practice fleet is told. The tenant's is not among them. */
export const PRACTICE_ACCOUNTS: readonly Account[] = [OFFICE, ANNEX];

type Described<T> = Omit<T, 'address'>;

/** Legacy Kasa, mostly the main house. */
const kasa: Described<PlugSpec>[] = [
  { alias: 'Lindenhof 1.01 desk lamp', model: 'HS103' },
  {
    alias: 'Lindenhof 1.01 Drucker',
    model: 'HS110',
    watts: 4.2,
    rules: [{ name: 'Feierabend', on: false, minuteOfDay: 1140, days: [1, 2, 3, 4, 5] }],
  },
  { alias: 'Lindenhof 1.02 Büro Jürgen', model: 'HS100', locationSet: true },
  { alias: 'Lindenhof 1.03 Küche Wasserkocher', model: 'HS110', on: false },
  { id: 'fridge', alias: 'Lindenhof 1.03 Küche Kühlschrank', model: 'KP115', watts: 92 },
  { alias: 'Lindenhof 1.04 会议室 投影仪', model: 'KP115', watts: 0.6 },
  { alias: 'Lindenhof 1.05 Sekretariat Łucja', model: 'HS103' },
  { alias: 'Lindenhof 2.01 floor lamp', model: 'HS105' },
  { alias: 'Lindenhof 2.01 wall switch', model: 'HS200' },
  {
    id: 'strip',
    alias: 'Lindenhof 2.02 Medientisch',
    model: 'HS300',
    outlets: [
      { alias: 'Beamer', watts: 1.4 },
      { alias: 'Lautsprecher' },
      { alias: 'Kamera', on: false },
      { alias: 'Ladegerät', watts: 2.1 },
      { alias: 'frei 5', on: false },
      { alias: '插座 6', on: false },
    ],
  },
  {
    alias: 'Lindenhof 2.03 Regal',
    model: 'KP303',
    outlets: [{ alias: 'links' }, { alias: 'Mitte' }, { alias: 'rechts', on: false }],
  },
  { alias: 'Lindenhof 2.04 fan', model: 'HS103', transport: 'klap-2', firmware: '1.1.3 Build 241008 Rel.101734' },
  {
    alias: 'Lindenhof 2.05 Router-Ecke',
    model: 'HS300',
    transport: 'klap-2',
    firmware: '1.1.2 Build 240909 Rel.151503',
  },
];

/** Tapo, mostly the annex. */
const tapo: Described<PlugSpec>[] = [
  { alias: 'Annex A1 lamp', model: 'P100', account: ANNEX },
  { alias: 'Annex A1 Kaffeemaschine', model: 'P110', account: ANNEX, watts: 1.1 },
  { alias: 'Annex A2 Gdańsk room, żółta lampa', model: 'P110', account: ANNEX },
  { alias: 'Annex A2 heater', model: 'P115', account: ANNEX, on: false },
  { alias: 'Annex A3 加湿器', model: 'P115', account: ANNEX, watts: 3 },
  {
    alias: 'Annex A3 strip',
    model: 'P300',
    account: ANNEX,
    outlets: [{ alias: 'Monitor' }, { alias: 'Dock' }, { alias: 'Ventilator', on: false }],
  },
  { alias: 'Annex A4 Matter plug', model: 'KP125M', account: ANNEX, obdSource: 'matter' },
  {
    alias: 'Annex A4 signage',
    model: 'EP25',
    account: ANNEX,
    rules: [
      { name: 'open', on: true, minuteOfDay: 480 },
      { name: 'close', on: false, minuteOfDay: 1200 },
    ],
  },
  { alias: '', model: 'P110', account: null },
];

const AES = { transport: 'aes', firmware: '1.1.1 Build 220717 Rel.113205' } as const;
const TPAP = { transport: 'tpap', firmware: '1.4.6 Build 251103 Rel.104518' } as const;
const UK = {
  model: 'HS100',
  transport: 'klap-1',
  hardware: '4.1',
  firmware: '1.1.0 Build 201016 Rel.175121',
} as const;

/** The tenant's, and what speaks the rarer transports. */
const special: Described<PlugSpec>[] = [
  { id: 'tenant', alias: "Okafor's aquarium", model: 'P110', account: TENANT, watts: 18 },
  { alias: 'Lindenhof 3.01 old Tapo', model: 'P110', ...AES },
  { alias: 'Lindenhof 3.01 oldest Tapo', model: 'P100', ...AES, aes: { loginVersion: 1 } },
  { alias: 'Lindenhof 3.01 new Tapo', model: 'P115', ...TPAP },
  { alias: 'Annex A7 newest Tapo', model: 'P110', ...TPAP, account: ANNEX, tpap: { tls: 1 } },
  {
    alias: 'Annex A7 Steckerleiste',
    model: 'P300',
    ...TPAP,
    account: ANNEX,
    outlets: [{ alias: 'Tee' }, { alias: 'кофе' }, { alias: 'frei', on: false }],
  },
  { alias: 'Lindenhof 3.02 UK plug', ...UK },
];

/** One plug per way things go wrong; ids say which. */
const troubled: (Described<PlugSpec> & { faults: Fault[] })[] = [
  { id: 'absent', alias: 'Lindenhof 3.03 in a drawer', model: 'HS103', faults: [{ kind: 'absent' }] },
  { id: 'silent', alias: 'Lindenhof 3.03 hung', model: 'P110', faults: [{ kind: 'silent' }] },
  { id: 'slow', alias: 'Lindenhof 3.04 far corner', model: 'HS110', rssi: -86, faults: [{ kind: 'slow', ms: 900 }] },
  { id: 'cut-before-reset', alias: 'Lindenhof 3.05 A', model: 'HS103', faults: [{ kind: 'cut-before-reset' }] },
  { id: 'cut-after-reset', alias: 'Lindenhof 3.05 B', model: 'P110', faults: [{ kind: 'cut-after-reset' }] },
  { id: 'mute', alias: 'Lindenhof 3.05 C', model: 'HS105', faults: [{ kind: 'mute' }] },
  { id: 'refuse', alias: 'Lindenhof 3.06 A', model: 'P115', faults: [{ kind: 'refuse' }] },
  { id: 'stay', alias: 'Lindenhof 3.06 B', model: 'HS103', faults: [{ kind: 'stay' }] },
  { id: 'restart', alias: 'Lindenhof 3.06 C', model: 'KP115', faults: [{ kind: 'restart', awayMs: 2000 }] },
  { id: 'says-fresh', alias: 'Lindenhof 3.07 A', model: 'P110', faults: [{ kind: 'firmware-says-fresh' }] },
  { id: 'half-read', alias: 'Lindenhof 3.07 B', model: 'HS103', faults: [{ kind: 'half-reply', on: 'read' }] },
  { id: 'half-reset', alias: 'Lindenhof 3.07 C', model: 'HS103', faults: [{ kind: 'half-reply', on: 'reset' }] },
  { id: 'garbage-read', alias: 'Lindenhof 3.08 A', model: 'P100', faults: [{ kind: 'garbage', on: 'read' }] },
  { id: 'garbage-udp', alias: 'Lindenhof 3.08 B', model: 'P110', faults: [{ kind: 'garbage', on: 'udp' }] },
  { id: 'garbage-reset', alias: 'Lindenhof 3.08 C', model: 'HS110', faults: [{ kind: 'garbage', on: 'reset' }] },
  {
    id: 'late-http',
    alias: 'Annex A5 sleeper',
    model: 'P110',
    account: ANNEX,
    faults: [{ kind: 'late-http', wakeMs: 800 }],
  },
  {
    id: 'wrong-account',
    alias: 'Annex A5 second-hand',
    model: 'P115',
    account: ANNEX,
    faults: [{ kind: 'wrong-account' }],
  },
  {
    id: 'flaky',
    alias: 'Annex A5 behind the lift',
    model: 'HS103',
    rssi: -88,
    faults: [{ kind: 'flaky', drop: 0.25 }],
  },
  {
    id: 'swap',
    alias: 'Annex A6 A',
    model: 'HS103',
    faults: [{ kind: 'swap-on', moment: 'identify', with: 'swap-partner' }],
  },
  { id: 'swap-partner', alias: 'Annex A6 B', model: 'HS103', faults: [] },
  { id: 'klap-1-stay', alias: 'Annex A8 A', ...UK, faults: [{ kind: 'stay' }] },
  { id: 'aes-cut', alias: 'Annex A8 B', model: 'P110', ...AES, faults: [{ kind: 'cut-after-reset' }] },
  { id: 'aes-refuse', alias: 'Annex A8 C', model: 'P115', ...AES, faults: [{ kind: 'refuse' }] },
  {
    id: 'aes-forgets',
    alias: 'Annex A8 D',
    model: 'P110',
    ...AES,
    faults: [{ kind: 'expire-session', after: 2, times: 1 }],
  },
  { id: 'tpap-mute', alias: 'Annex A9 A', model: 'P110', ...TPAP, faults: [{ kind: 'mute' }] },
  { id: 'tpap-refuse', alias: 'Annex A9 B', model: 'P115', ...TPAP, faults: [{ kind: 'refuse' }] },
  { id: 'tpap-locked', alias: 'Annex A9 C', model: 'P110', ...TPAP, faults: [{ kind: 'lock-out', after: 0 }] },
  {
    id: 'tpap-forgets',
    alias: 'Annex A9 D',
    model: 'P115',
    ...TPAP,
    faults: [{ kind: 'expire-session', after: 2, times: 1 }],
  },
  { id: 'turned-to-tpap', alias: 'Annex A9 E', model: 'P110', faults: [{ kind: 'tpap-mode' }] },
];

const neighbours: Described<OtherSpec>[] = [
  { id: 'camera', kind: 'camera', alias: 'Lindenhof entrance' },
  { id: 'hub', kind: 'hub', alias: 'Lindenhof hub' },
  { id: 'bulb', kind: 'bulb', alias: 'Annex stairs' },
  { id: 'kasa-bulb', kind: 'bulb', model: 'KL110', alias: 'Annex cellar' },
  { id: 'vacuum', kind: 'vacuum', alias: 'Staubsauger Erna' },
];

/** A small house with everything that happens in one: every fault, a tenant, a fridge, strips, and what is no plug. */
export function practiceFleet(baseAddress = '127.20.0.1'): FleetSpec {
  const plugs = [...kasa, ...tapo, ...special, ...troubled];
  const addresses = addressesFrom(baseAddress, plugs.length + neighbours.length);
  const placed = <T extends object>(items: readonly T[], offset: number) =>
    items.map((item, index) => ({ ...item, address: addresses[offset + index] ?? baseAddress }));
  return {
    seed: 20261123,
    accounts: [...PRACTICE_ACCOUNTS],
    plugs: placed(plugs, 0),
    others: placed(neighbours, plugs.length),
  };
}
