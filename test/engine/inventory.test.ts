import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeardPlug } from '../../contract/index.ts';
import { mergeHeard, mergeVisit, plugsByMac } from '../../engine/inventory/merge.ts';
import { select } from '../../engine/inventory/select.ts';
import { hasReturned } from '../../engine/run/returned.ts';
import { macOf, ownerA, ownerB, record, routeOf } from './samples.ts';

const heard = (n: number, change: Partial<HeardPlug> = {}): HeardPlug => ({
  address: `127.0.1.${n}`,
  atMs: 1,
  sureMs: 1,
  source: 'xor',
  mac: macOf(n),
  deviceId: String(n).padStart(40, '0'),
  deviceIdHash: null,
  model: 'HS103(US)',
  hardware: '2.1',
  firmware: '1.1.2',
  alias: `Desk ${n}`,
  family: 'kasa',
  owner: null,
  factoryDefault: null,
  dialect: 'iot',
  transport: 'xor',
  route: routeOf(`127.0.1.${n}`),
  relay: 'off',
  rssi: -50,
  outlets: [],
  ...change,
});

const klap = (host: string) => ({ host, port: 80, dialect: 'smart', transport: 'klap-2', tls: false }) as const;
const moment = { at: '2026-01-06T08:00:00.000Z', network: '127.0.1.0/24' };

test('a plug that moved is the same plug; an address that changed plug is another plug', () => {
  const first = record(1);
  const moved = mergeHeard(first, [heard(1, { address: '127.0.1.77', route: routeOf('127.0.1.77') })], moment);
  assert.equal(moved.id, first.id);
  assert.equal(moved.address, '127.0.1.77');
  const newcomer = mergeHeard(undefined, [heard(2, { address: '127.0.1.1' })], moment);
  assert.equal(newcomer.id, 0);
  assert.equal(newcomer.mac, macOf(2));
  assert.equal(newcomer.owned, false, 'a scan never takes possession');
});

test('a plug known to speak KLAP or TPAP never falls back to AES: whoever says so gets no login', () => {
  for (const transport of ['klap-2', 'tpap'] as const) {
    const known = record(1, { route: { ...klap('127.0.1.1'), transport } });
    const aes = { ...klap('127.0.1.9'), transport: 'aes' as const };
    const merged = mergeHeard(known, [heard(1, { transport: 'aes', route: aes, address: '127.0.1.9' })], moment);
    assert.deepEqual([merged.why, merged.route, merged.address], ['not-the-same-device', known.route, known.address]);
  }
});

test('what people said of a plug survives every sighting', () => {
  const known = record(1, { label: 'D-1', site: 'HQ', room: '2.01', protectedReason: 'UPS', feedsNetwork: true });
  const merged = mergeHeard(known, [heard(1)], moment);
  const { label, site, room, protectedReason, feedsNetwork, owned, ownerWhenOwned } = merged;
  assert.deepEqual(
    { label, site, room, protectedReason, feedsNetwork, owned, ownerWhenOwned },
    {
      label: 'D-1',
      site: 'HQ',
      room: '2.01',
      protectedReason: 'UPS',
      feedsNetwork: true,
      owned: true,
      ownerWhenOwned: ownerA,
    },
  );
});

test('where a plug answers on both, port 20002 chooses the transport and 9999 fills in the rest', () => {
  const merged = mergeHeard(
    undefined,
    [
      heard(1),
      heard(1, {
        source: 'tdp',
        transport: 'klap-2',
        route: klap('127.0.1.1'),
        alias: null,
        firmware: null,
        owner: ownerB,
      }),
    ],
    moment,
  );
  assert.equal(merged.route?.transport, 'klap-2');
  assert.equal(merged.alias, 'Desk 1');
  assert.equal(merged.firmware, '1.1.2');
  assert.equal(merged.owner, ownerB);
  assert.equal(merged.standing, 'needs-login');
  assert.equal(merged.model, 'HS103');
});

test('plugs of every transport that is spoken stand open, or wait for their login', () => {
  for (const [transport, standing] of [
    ['xor', 'ready'],
    ['klap-1', 'needs-login'],
    ['klap-2', 'needs-login'],
    ['aes', 'needs-login'],
  ] as const) {
    const told = heard(1, { source: 'tdp', transport, route: { ...klap('127.0.1.1'), transport } });
    assert.equal(mergeHeard(undefined, [told], moment).standing, standing, transport);
  }
});

// law 6
test('one flag is not proof of set-up: an owned plug was seen to claim it', () => {
  const fresh = { source: 'tdp', transport: 'klap-2', route: klap('127.0.1.1') } as const;
  assert.equal(
    mergeHeard(record(1), [heard(1, { ...fresh, factoryDefault: true, owner: ownerA })], moment).standing,
    'needs-login',
  );
  assert.equal(
    mergeHeard(record(1), [heard(1, { ...fresh, factoryDefault: true, owner: '' })], moment).standing,
    'in-setup',
  );
});

test('a wiped plug that is heard again with an owner begins a new life', () => {
  assert.equal(mergeHeard(record(1, { standing: 'wiped' }), [heard(1)], moment).standing, 'ready');
});

test('a visit that fails says why; one that works says what it is doing', () => {
  const locked = mergeVisit(record(1), { ok: false, code: 'locked' });
  assert.deepEqual([locked.standing, locked.why], ['locked', 'locked']);
  const slow = mergeVisit(record(1), { ok: false, code: 'garbled' });
  assert.deepEqual([slow.standing, slow.why], ['silent', 'garbled']);
});

test('one plug that answers twice is one plug', () => {
  const byMac = plugsByMac([
    { is: 'plug', plug: heard(1) },
    { is: 'plug', plug: heard(1) },
    { is: 'plug', plug: heard(2) },
    { is: 'other', other: { mac: null, address: '127.0.1.9', model: 'C200', kind: 'camera' }, atMs: 1 },
  ]);
  assert.deepEqual([...byMac.keys()], [macOf(1), macOf(2)]);
});

test('values of one filter are alternatives, filters narrow one another', () => {
  const plugs = [
    record(1, { site: 'HQ', room: '1', tags: ['lamp'] }),
    record(2, { site: 'HQ', room: '2', model: 'P110' }),
    record(3, { site: 'Lab', room: '1', model: 'P110' }),
  ];
  const macs = (s: Parameters<typeof select>[1]) => select(plugs, s, 'refuse').map((p) => p.id);
  assert.deepEqual(macs({ room: ['1', '2'], site: ['hq'] }), [1, 2]);
  assert.deepEqual(macs({ model: ['P110(EU)'] }), [2, 3]);
  assert.deepEqual(macs({ tag: ['LAMP'] }), [1]);
  assert.deepEqual(macs({ all: true, site: ['Lab'] }), [3]);
  assert.deepEqual(macs({ macs: [macOf(2), macOf(3)] }), [2, 3]);
  assert.throws(() => macs({}), { code: 'empty-selection' });
  assert.throws(() => macs({ site: ['HQQ'] }), { code: 'empty-selection' });
  assert.throws(() => macs({ macs: ['00:00:00:00:00:01'] }), { code: 'unknown-plug' });
  assert.equal(select(plugs, {}, 'all').length, 3);
});

// law 6
test('a plug that is back with its old owner takes the proof back; a new owner or set-up does not', () => {
  const item = { at: 'reset', proof: 'gone', sentAs: 1, ownerWhenSent: ownerA } as const;
  assert.equal(hasReturned(item, { standing: 'ready', owner: ownerA }), true);
  assert.equal(hasReturned(item, { standing: 'ready', owner: null }), true);
  assert.equal(hasReturned(item, { standing: 'needs-login', owner: ownerB }), false);
  assert.equal(hasReturned(item, { standing: 'in-setup', owner: '' }), false);
  assert.equal(hasReturned({ ...item, sentAs: 0 }, { standing: 'ready', owner: ownerA }), false);
  // one that was read back empty is on the network all along
  const emptied = { ...item, proof: 'read-back' } as const;
  for (const ownerWhenSent of ['', null, ownerA])
    for (const owner of ['', null])
      assert.equal(hasReturned({ ...emptied, ownerWhenSent }, { standing: 'ready', owner }), false);
  assert.equal(hasReturned(emptied, { standing: 'ready', owner: ownerA }), true);
});

// law 4
test('a MAC that speaks under another device id is not the plug that was known', () => {
  const known = record(1);
  const stranger = mergeHeard(known, [heard(1, { deviceId: 'F'.repeat(40), address: '127.0.1.66' })], moment);
  assert.deepEqual(stranger, { ...known, standing: 'silent', why: 'not-the-same-device' });
});

// law 3
test('the first owner that a plug of ours tells is the one that it may not change', () => {
  const tdp = { source: 'tdp', transport: 'klap-2', route: klap('127.0.1.1') } as const;
  const unknown = record(1, { ownerWhenOwned: null, owner: null });
  assert.equal(mergeHeard(unknown, [heard(1, { ...tdp, owner: ownerB })], moment).ownerWhenOwned, ownerB);
  assert.equal(mergeHeard(unknown, [heard(1, { ...tdp, owner: '' })], moment).ownerWhenOwned, null);
  assert.equal(mergeHeard(record(1), [heard(1, { ...tdp, owner: ownerB })], moment).ownerWhenOwned, ownerA);
});

test('a session that a stored account opened outweighs a datagram that claims set-up', () => {
  const fresh = record(1, { standing: 'in-setup' });
  const { mac, deviceId, model, alias } = fresh;
  const identity = { mac, deviceId: deviceId ?? '', owner: ownerA, model, hardware: '2.1', firmware: '1.1.2', alias };
  const facts = { relay: 'off', watts: null, rssi: null, outlets: [] } as const;
  const visit = { ok: true, identity, facts, snapshotAt: null } as const;
  assert.equal(mergeVisit(fresh, { ...visit, login: 'office' }).standing, 'ready');
  assert.equal(mergeVisit(fresh, { ...visit, login: null }).standing, 'in-setup');
});

test('answers that contradict one another are not those of a plug in set-up', () => {
  const tdp = { source: 'tdp', transport: 'klap-2', route: klap('127.0.1.1'), factoryDefault: true } as const;
  const two = [heard(1, { ...tdp, owner: '' }), heard(1, { ...tdp, factoryDefault: false, owner: ownerA })];
  assert.equal(mergeHeard(record(1), two, moment).standing, 'needs-login');
});
