import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, PlugfleetError } from '../../contract/index.ts';
import { broadcastOf, contains, hostCount, hostsOf, parseNetwork } from '../../devices/index.ts';

test('a /24 has 254 hosts: neither its own nor its broadcast address is asked', () => {
  const network = parseNetwork('192.168.7.0/24');
  const hosts = [...hostsOf(network)];
  assert.equal(hosts.length, 254);
  assert.equal(hostCount(network), 254);
  assert.equal(hosts[0], '192.168.7.1');
  assert.equal(hosts.at(-1), '192.168.7.254');
  assert.equal(broadcastOf(network), '192.168.7.255');
});

test('host bits of a CIDR are ignored, a /31 and a /32 are asked whole', () => {
  assert.equal([...hostsOf(parseNetwork('10.1.2.77/30'))].join(), '10.1.2.77,10.1.2.78');
  assert.equal([...hostsOf(parseNetwork('10.1.2.4/31'))].join(), '10.1.2.4,10.1.2.5');
  assert.equal([...hostsOf(parseNetwork('10.1.2.4/32'))].join(), '10.1.2.4');
  assert.equal(broadcastOf(parseNetwork('10.1.2.4/31')), null);
});

test('a range is asked from end to end, an address alone', () => {
  const range = parseNetwork('192.168.7.254 - 192.168.8.1');
  assert.equal([...hostsOf(range)].join(), '192.168.7.254,192.168.7.255,192.168.8.0,192.168.8.1');
  assert.equal(broadcastOf(range), null);
  assert.equal([...hostsOf(parseNetwork(' 192.168.7.12 '))].join(), '192.168.7.12');
});

test('contains', () => {
  const network = parseNetwork('192.168.7.0/24');
  assert.ok(contains(network, '192.168.7.255'));
  assert.ok(!contains(network, '192.168.8.0'));
  assert.ok(!contains(network, 'not an address'));
});

const nonsense = [
  '',
  'x',
  '192.168.7',
  '192.168.7.0/33',
  '192.168.7.0/-1',
  '192.168.7.0/024',
  '192.168.7.0/24/1',
  '192.168.7.256',
  '010.0.0.1',
  '0x7f.0.0.1',
  '192.168.7.9-192.168.7.3',
  '192.168.7.1-',
  '1.2.3.4-1.2.3.5-1.2.3.6',
  '::1',
  'fe80::/64',
  '224.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '192.168.7.0/24-192.168.7.9',
]; // prettier-ignore
for (const text of nonsense) {
  test(`'${text}' is no network, and the error says what was typed`, () => {
    assert.throws(
      () => parseNetwork(text),
      (thrown) => codeOf(thrown) === 'bad-network' && (thrown as PlugfleetError).facts['text'] === text,
    );
  });
}

test('a /16 may be swept, a larger one is refused with its size', () => {
  assert.equal(hostCount(parseNetwork('10.0.0.0/16')), 65_534);
  assert.throws(
    () => parseNetwork('10.0.0.0/15'),
    (thrown) =>
      thrown instanceof PlugfleetError && thrown.code === 'network-too-large' && /131,072/.test(thrown.message),
  );
});
