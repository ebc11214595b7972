import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { describeFleet, startFleet } from '../../simulator/index.ts';
import { hugeNetwork, ownNetwork, startTestFleet } from './clients/fleets.ts';
import { httpPort } from './clients/http-port.ts';
import { post, replyIn } from './clients/klap-client.ts';
import { RawLine } from './clients/raw-line.ts';
import { EMPTY_PROBE, probe } from './clients/tdp-client.ts';
import { askXorByDatagram, GET_SYSINFO } from './clients/xor-client.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

test('a Tapo plug answers on both TDP ports, to the probe with and without key', async (t) => {
  const { at, truth } = await startTestFleet(t, [{ model: 'P110', account: { email: 'O@x.example', password: '' } }]);
  const answers = [
    await probe(at(1)),
    await probe(at(1), 1, EMPTY_PROBE),
    await probe(at(1), 1, EMPTY_PROBE, 20004),
  ].flat();
  assert.equal(answers.length, 3);
  const { mac, deviceId } = truth(0);
  for (const answer of answers) {
    assert.deepEqual(answer, {
      device_id: md5(deviceId),
      owner: md5('O@x.example').toUpperCase(),
      device_type: 'SMART.TAPOPLUG',
      device_model: 'P110(EU)',
      ip: at(1),
      mac: mac.replaceAll(':', '-'),
      is_support_iot_cloud: true,
      obd_src: 'tplink',
      factory_default: false,
      mgt_encrypt_schm: { is_support_https: false, encrypt_type: 'KLAP', http_port: httpPort, lv: 2 },
    });
  }
  assert.equal((await askXorByDatagram(at(1), GET_SYSINFO, 1)).length, 0);
});

test('each transport announces itself, and turns KLAP v2 away in its own way', async (t) => {
  const { at } = await startTestFleet(t, [
    { model: 'HS100', transport: 'klap-1', hardware: '4.1' },
    { model: 'HS103', transport: 'klap-2' },
    { model: 'P110', transport: 'aes' },
    { model: 'P115', transport: 'tpap' },
    { model: 'P110', account: null },
  ]);
  const found = (await Promise.all([1, 2, 3, 4, 5].map((position) => probe(at(position))))).flat();
  const port = { is_support_https: false, http_port: httpPort };
  assert.deepEqual(
    found.map((answer) => answer.mgt_encrypt_schm),
    [
      { ...port, encrypt_type: 'KLAP' },
      { ...port, encrypt_type: 'KLAP', lv: 2, new_klap: 1 },
      { ...port, encrypt_type: 'AES', lv: 2 },
      { ...port, encrypt_type: 'TPAP', lv: 2 },
      { ...port, encrypt_type: 'KLAP', lv: 2 },
    ],
  );
  assert.deepEqual([found[0]?.device_type, found[0]?.['hw_ver']], ['IOT.SMARTPLUGSWITCH', '4.1']);
  assert.deepEqual(found[3]?.['tpap'], { tls: 0, dac: 0, noc: 0, pake: [2], port: httpPort });
  assert.deepEqual([found[4]?.owner, found[4]?.factory_default], ['', true]);
  const statuses = await Promise.all(
    [1, 3, 4].map(async (position) => {
      const line = await RawLine.open(at(position), httpPort);
      t.after(() => line.close());
      return replyIn(await post(line, '/app/handshake1', Buffer.alloc(16))).status;
    }),
  );
  assert.deepEqual(statuses, [200, 404, 403]);
});

test('what is no plug says so: bulbs, a hub, a vacuum, and a camera to those who bring a key', async (t) => {
  const { at } = ownNetwork();
  const { fleet } = await startTestFleet(t, [], {
    others: [
      { kind: 'bulb', address: at(1) },
      { kind: 'hub', address: at(2) },
      { kind: 'vacuum', address: at(3) },
      { kind: 'camera', address: at(4) },
      { kind: 'bulb', model: 'KL110', address: at(5) },
    ],
  });
  const found = (await Promise.all([1, 2, 3, 4].map((last) => probe(at(last))))).flat();
  assert.deepEqual(
    found.map((answer) => [answer.device_type, answer.mgt_encrypt_schm['is_support_https']]),
    [
      ['SMART.TAPOBULB', false],
      ['SMART.TAPOHUB', false],
      ['SMART.TAPOROBOVAC', true],
      ['SMART.IPCAMERA', true],
    ],
  );
  assert.equal(found[2]?.mgt_encrypt_schm['http_port'], 4433);
  assert.ok(found[3]?.['encrypt_info']);
  assert.equal((await probe(at(4), 1, EMPTY_PROBE)).length, 0);
  const [bulb] = await askXorByDatagram(at(5), GET_SYSINFO, 1);
  const info = JSON.parse(bulb?.[1] ?? '').system.get_sysinfo;
  assert.deepEqual([info.mic_type, /^[0-9A-F]{12}$/.test(info.mic_mac)], ['IOT.SMARTBULB', true]);
  assert.equal(fleet.others().length, 5);
  assert.equal(fleet.plugs().length, 0);
});

test('one broadcast reaches every plug of 300, which start within 3 s', async (t) => {
  const startedAtMs = performance.now();
  const { base, broadcast } = hugeNetwork();
  const spec = describeFleet({ count: 300, seed: 5, baseAddress: base, mix: { HS103: 1, P100: 1 } });
  const fleet = await startFleet({ ...spec, broadcast: [broadcast] });
  t.after(() => fleet.close());
  const tookMs = performance.now() - startedAtMs;
  assert.ok(tookMs < 3000, `starting took ${Math.round(tookMs)} ms`);
  const [legacy, tapo] = await Promise.all([askXorByDatagram(broadcast, GET_SYSINFO, 300), probe(broadcast, 300)]);
  assert.equal(legacy.length + tapo.length, 300);
  assert.equal(new Set([...legacy.map(([from]) => from), ...tapo.map(({ ip }) => ip)]).size, 300);
});

test('a true broadcast address works as well, and takes no unicast away', async (t) => {
  const { at } = await startTestFleet(t, [{}, { model: 'P110' }], { broadcast: ['127.255.255.255'] });
  // Other fleets on this machine may answer too.
  const heard = await askXorByDatagram('127.255.255.255', GET_SYSINFO, Number.POSITIVE_INFINITY);
  assert.equal(heard.filter(([from]) => from === at(1)).length, 1);
  assert.equal((await askXorByDatagram(at(1), GET_SYSINFO, 2)).length, 1);
});
