import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookAgain, lookFor, type targetsOf, unasked } from '../../host/targets.ts';
import type { Ipv4Interface } from '../../machine/index.ts';

/** An interface as the machine tells it. */
function own(address: string, cidr: string, broadcast: string): Ipv4Interface {
  return { name: 'eth0', address, netmask: '', cidr, broadcast, isLoopback: address.startsWith('127.') };
}
const lo = own('127.0.0.1', '127.0.0.0/8', '127.255.255.255');
const home = own('192.168.7.2', '192.168.7.0/24', '192.168.7.255');
const campus = own('10.9.0.2', '10.9.0.0/22', '10.9.3.255');
const company = own('10.0.0.5', '10.0.0.0/8', '10.255.255.255');
const tunnel = own('100.64.3.4', '100.64.3.4/32', '100.64.3.4');

const nothing = { networks: [], broadcast: [] };
const broadcasts = (look: { targets: ReturnType<typeof targetsOf> }): string[] =>
  look.targets.flatMap((target) => (target.kind === 'broadcast' ? [`${target.from}>${target.address}`] : []));
const sweeps = (look: { targets: ReturnType<typeof targetsOf> }): string[] =>
  look.targets.flatMap((target) => (target.kind === 'sweep' ? [target.network] : []));

test('a scan of nothing in particular sweeps small networks and broadcasts into all of them', () => {
  const look = lookFor(nothing, { sites: ['172.16.0.0/24'], interfaces: [lo, home, company, tunnel] });
  assert.deepEqual(sweeps(look), ['172.16.0.0/24', '192.168.7.0/24']);
  assert.deepEqual(broadcasts(look), ['192.168.7.2>192.168.7.255', '10.0.0.5>10.255.255.255']);
  assert.equal(look.networkOf('192.168.7.9'), '192.168.7.0/24');
  // found by broadcast in a network too large to sweep: no later look is made to sweep it
  assert.equal(look.networkOf('10.4.4.4'), null);
});

test('the networks of this computer are told apart by how a scan goes into them', () => {
  assert.deepEqual(unasked([lo, home, home, campus, company, tunnel]), {
    swept: ['192.168.7.0/24', '10.9.0.0/22'],
    broadcast: ['10.0.0.0/8'],
  });
});

test('a computer in a huge network can scan the small one that is named', () => {
  const look = lookFor({ networks: ['192.168.7.0/24'], broadcast: [] }, { sites: [], interfaces: [company] });
  assert.deepEqual([sweeps(look), broadcasts(look)], [['192.168.7.0/24'], []]);
});

test('nothing is sent outside a network that is named: no broadcast that reaches further', () => {
  const named = (network: string) =>
    broadcasts(lookFor({ networks: [network], broadcast: [] }, { sites: [], interfaces: [campus] }));
  assert.deepEqual(named('10.9.0.0/22'), ['10.9.0.2>10.9.3.255']);
  // this quarter ends at the same broadcast address
  assert.deepEqual(named('10.9.3.0/24'), []);
  assert.deepEqual(named('10.9.0.0/16'), []);
  assert.deepEqual(named('10.9.0.0-10.9.3.255'), []);
});

test('without an interface there is nowhere to send to', () => {
  for (const interfaces of [[], [lo], [tunnel]]) {
    assert.throws(() => lookFor(nothing, { sites: [], interfaces }), { code: 'no-interface' });
    assert.throws(() => lookFor({ networks: [], broadcast: [''] }, { sites: [], interfaces }), {
      code: 'no-interface',
    });
  }
  assert.deepEqual(sweeps(lookFor(nothing, { sites: ['10.1.0.0/24'], interfaces: [lo] })), ['10.1.0.0/24']);
});

test('a second look broadcasts wherever the plugs could have got another address', () => {
  assert.deepEqual(broadcasts(lookAgain(['10.9.1.7'], [home, campus])), ['10.9.0.2>10.9.3.255']);
  assert.deepEqual(broadcasts(lookAgain(['10.4.4.4'], [company])), ['10.0.0.5>10.255.255.255']);
  assert.deepEqual(broadcasts(lookAgain(['10.9.0.0/16'], [campus])), ['10.9.0.2>10.9.3.255']);
  assert.deepEqual(broadcasts(lookAgain(['127.9.0.0/24'], [lo, home])), []);
});

test('a broadcast address that is named is one address', () => {
  const known = { sites: [], interfaces: [home] };
  const look = lookFor({ networks: [], broadcast: ['255.255.255.255'] }, known);
  assert.deepEqual(broadcasts(look), ['null>255.255.255.255']);
  assert.throws(() => lookFor({ networks: [], broadcast: ['192.168.7.0/24'] }, known), { code: 'bad-network' });
});
