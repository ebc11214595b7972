import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Ipv4Interface, interfaces, networkPort } from '../../machine/index.ts';
import { rangeOf } from '../../machine/network/ipv4.ts';
import { parseRoutes } from '../../machine/network/routes.ts';

const lan: Ipv4Interface = {
  name: 'eth0',
  address: '192.168.7.5',
  netmask: '255.255.255.0',
  cidr: '192.168.7.0/24',
  broadcast: '192.168.7.255',
  isLoopback: false,
};
const own: Ipv4Interface = {
  name: 'lo',
  address: '127.0.0.1',
  netmask: '255.0.0.0',
  cidr: '127.0.0.0/8',
  broadcast: '127.255.255.255',
  isLoopback: true,
};
const table = [
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
  'eth0\t00000000\t0107A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
  'eth0\t0007A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0',
  'eth0\t0000000A\t0207A8C0\t0003\t0\t0\t100\t000000FF\t0\t0\t0',
  'eth0\t000010AC\t00000000\t0201\t0\t0\t100\t0000F0FF\t0\t0\t0',
  'eth1\t0008A8C0\t00000000\t0000\t0\t0\t100\t00FFFFFF\t0\t0\t0',
  '',
].join('\n');
const gatewayPorts = [80];
const port = networkPort({ interfaces: () => [own, lan], routes: () => parseRoutes(table), gatewayPorts });
const budget = { signal: new AbortController().signal, budgetMs: 2_000 };

test('the addresses of a network, a range and one address', () => {
  assert.deepEqual(rangeOf('192.168.7.9/24'), { first: 0xc0a80700, last: 0xc0a807ff });
  assert.deepEqual(rangeOf('0.0.0.0/0'), { first: 0, last: 0xffffffff });
  assert.deepEqual(rangeOf('10.0.0.1/32'), { first: 0x0a000001, last: 0x0a000001 });
  assert.deepEqual(rangeOf('192.168.7.10 - 192.168.7.90'), { first: 0xc0a8070a, last: 0xc0a8075a });
  assert.deepEqual(rangeOf('192.168.7.12'), { first: 0xc0a8070c, last: 0xc0a8070c });
  for (const text of ['', 'lan', '1.2.3', '1.2.3.256', '1.2.3.4/33', '1.2.3.4/', '9.9.9.9-1.1.1.1', 'fe80::1']) {
    assert.equal(rangeOf(text), undefined, text);
  }
});

test('routes are read from the text of the kernel, without those that are down or refuse', () => {
  assert.deepEqual(
    parseRoutes(table).map(({ gateway }) => gateway),
    ['192.168.7.1', null, '192.168.7.2'],
  );
});

test('the way to a network names own interface, address and gateway', () => {
  assert.equal(port.wayTo('192.168.7.0/24'), 'eth0 192.168.7.5 192.168.7.1');
  assert.equal(port.wayTo('192.168.7.10-192.168.7.90'), 'eth0 192.168.7.5 192.168.7.1');
  assert.equal(port.wayTo('10.1.2.0/24'), 'eth0 192.168.7.5 192.168.7.2');
  assert.equal(port.wayTo('172.30.0.0/16'), 'eth0 192.168.7.5 192.168.7.1');
  assert.equal(port.wayTo('no network'), null);
});

test('loopback is always there', () => {
  const bare = networkPort({ interfaces: () => [], routes: () => [], gatewayPorts });
  assert.equal(bare.wayTo('127.0.0.0/8'), 'loopback');
  assert.equal(bare.wayTo('127.0.1.7'), 'loopback');
  assert.equal(networkPort().wayTo('127.0.0.0/16'), 'loopback');
});

test('a lost interface, a new address and a new gateway show', () => {
  const way = (interfacesNow: Ipv4Interface[], routes = parseRoutes(table)) =>
    networkPort({ interfaces: () => interfacesNow, routes: () => routes, gatewayPorts }).wayTo('192.168.7.0/24');
  const before = way([own, lan]);
  assert.equal(way([own]), null);
  assert.notEqual(way([own, { ...lan, address: '192.168.7.6' }]), before);
  assert.notEqual(way([own, lan], parseRoutes(table.replace('0107A8C0', 'FE07A8C0'))), before);
});

test('where the system tells no routes, a distant network is as far as any own address', () => {
  const without = networkPort({ interfaces: () => [own, lan], routes: () => [], gatewayPorts });
  assert.equal(without.wayTo('192.168.7.0/24'), 'eth0 192.168.7.5 no gateway');
  assert.equal(without.wayTo('10.1.2.0/24'), 'eth0 192.168.7.5 no gateway');
});

const onlyLinux = process.platform === 'linux' ? false : 'needs 127.8.0.1 and the accept queue of Linux';

/** A gateway on loopback that can be asked for real. */
const gatewayAt = (ports: number[]) =>
  networkPort({
    interfaces: () => [{ ...lan, address: '127.8.0.5', cidr: '127.8.0.0/24' }],
    routes: () => [{ interfaceName: 'eth0', to: { first: 0, last: 0xffffffff }, gateway: '127.8.0.1' }],
    gatewayPorts: ports,
  });

test('a gateway that takes or refuses a connection is there', { skip: onlyLinux }, async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.8.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  const open = typeof address === 'object' && address !== null ? address.port : 0;
  assert.equal(await gatewayAt([open]).gatewayAnswers('127.8.0.0/24', budget), true);
  await new Promise((closed) => server.close(closed));
  assert.equal(await gatewayAt([open]).gatewayAnswers('127.8.0.0/24', budget), true);
});

test('no answer is asked of a gateway that is not known or stands in another network', async () => {
  assert.equal(await gatewayAt([9]).gatewayAnswers('127.9.0.0/24', budget), false);
  assert.equal(await gatewayAt([9]).gatewayAnswers('nonsense', budget), false);
  assert.equal(await port.gatewayAnswers('10.1.2.0/24', budget), false);
});

/** A port that never answers: its queue is full and nobody takes from it. */
async function silentPort(): Promise<{ port: number } & AsyncDisposable> {
  const listener = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer().listen({ port: 0, host: '127.8.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  const [silent] = (await once(listener, 'message')) as [number];
  const queued = Array.from({ length: 4 }, () => connect(silent, '127.8.0.1'));
  // those that find no place end with an error when the listener goes
  for (const socket of queued) socket.on('error', (error) => assert.ok(error));
  await setTimeout(100);
  return {
    port: silent,
    [Symbol.asyncDispose]: async () => {
      for (const socket of queued) socket.destroy();
      await listener.terminate();
    },
  };
}

test('a silent gateway answers no when the budget is spent, and a stop is a stop', { skip: onlyLinux }, async () => {
  await using silent = await silentPort();
  const before = performance.now();
  const gateway = gatewayAt([silent.port]);
  assert.equal(await gateway.gatewayAnswers('127.8.0.0/24', { ...budget, budgetMs: 60 }), false);
  const took = performance.now() - before;
  assert.ok(took >= 55 && took < 2_000, `${took} ms`);
  const stop = new AbortController();
  const reason = new Error('stopped');
  const asking = gateway.gatewayAnswers('127.8.0.0/24', { signal: stop.signal, budgetMs: 5_000 });
  stop.abort(reason);
  await assert.rejects(asking, reason);
});

test('own interfaces have a network and a broadcast address', () => {
  for (const each of interfaces()) {
    const range = rangeOf(each.cidr);
    const [address] = [rangeOf(each.address)?.first];
    assert.ok(range && address !== undefined && range.first <= address && address <= range.last, each.cidr);
    assert.equal(rangeOf(each.broadcast)?.first, range.last);
  }
  assert.ok(interfaces().some(({ isLoopback, cidr }) => isLoopback && cidr === '127.0.0.0/8'));
  assert.ok(interfaces('nowhere0, lo').every(({ isLoopback }) => isLoopback));
  assert.deepEqual([interfaces('nowhere0'), interfaces('')], [[], interfaces()]);
});
