import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { type Heard, type HeardPlug, Mac } from '../../contract/index.ts';
import { Deadline } from '../../devices/deadline.ts';
import { SmartDialect } from '../../devices/dialects/smart.ts';
import { readDatagram } from '../../devices/discovery/datagram.ts';
import type { Transport } from '../../devices/transports/transport.ts';
import { xorDatagram } from '../../devices/xor-codec.ts';
import { realClock, within } from './real-clock.ts';

/** Answers of real plugs, read where they lie; nothing of them is copied into the project. */
const folder = process.env['PLUGFLEET_FIXTURES'] ?? resolve(import.meta.dirname, '../../../shared/fixtures');
const skip = existsSync(folder) ? false : `no recorded answers at ${folder}`;
const files = (dialect: 'iot' | 'smart'): string[] =>
  skip ? [] : readdirSync(join(folder, dialect)).filter((name) => name.endsWith('.json'));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Recorded {
  system?: { get_sysinfo: { children?: unknown[] } };
  discovery_result?: { result: { mac: string; mgt_encrypt_schm: { encrypt_type: string }; owner?: string } };
  child_devices?: Record<string, Record<string, unknown>>;
  [method: string]: unknown;
}
const read = (dialect: string, name: string): Recorded =>
  JSON.parse(readFileSync(join(folder, dialect, name), 'utf8')) as Recorded;

function heardAs(bytes: Buffer, port: number): HeardPlug {
  const heard: Heard | undefined = readDatagram({ bytes, address: '192.0.2.5', port, atMs: 1, sureMs: 1 }, privateKey);
  assert.equal(heard?.is, 'plug');
  assert.equal(heard.plug.address, '192.0.2.5');
  assert.equal(heard.plug.route.host, '192.0.2.5');
  return heard.plug;
}

const tdpDatagram = (answer: unknown): Buffer => Buffer.concat([Buffer.alloc(16), Buffer.from(JSON.stringify(answer))]);

function checkDiscovery(recorded: Recorded, model: string): void {
  if (!recorded.discovery_result) return;
  const plug = heardAs(tdpDatagram(recorded.discovery_result), 20002);
  const { mac, mgt_encrypt_schm, owner } = recorded.discovery_result.result;
  assert.equal(plug.mac, Mac.parse(mac));
  assert.equal(plug.model, model);
  assert.equal(plug.owner, owner?.toUpperCase() ?? null);
  const expected = { AES: ['aes'], KLAP: ['klap-1', 'klap-2'], TPAP: ['tpap'] }[mgt_encrypt_schm.encrypt_type];
  assert.ok(expected?.includes(plug.transport), plug.transport);
}

test('recorded answers of real plugs are there', { skip }, () => assert.ok(files('iot').length > 0));

for (const name of files('iot')) {
  test(`${name}: what a real legacy plug told is read as that plug`, () => {
    const recorded = read('iot', name);
    const model = name.replace(/\(.*/, '');
    const plug = heardAs(xorDatagram(JSON.stringify({ system: recorded.system })), 9999);
    assert.equal(plug.model, model);
    assert.equal(plug.family, 'kasa');
    assert.equal(plug.outlets.length, recorded.system?.get_sysinfo.children?.length ?? 0);
    assert.notEqual(plug.relay, 'unknown');
    checkDiscovery(recorded, model);
  });
}

/** Answers out of a recording, as the plug did. */
function recordedTransport(recorded: Recorded): Transport {
  const answer = (methods: Record<string, unknown> | undefined, method: string): object =>
    methods && Object.hasOwn(methods, method)
      ? { error_code: 0, result: methods[method] }
      : { error_code: -1002, result: {} };
  return {
    login: null,
    owner: 'D41D8CD98F00B204E9800998ECF8427E',
    opened: 1,
    ask: async (json) => {
      const { method, params } = JSON.parse(json) as {
        method: string;
        params?: { device_id: string; requestData: { method: string } };
      };
      if (method !== 'control_child' || !params) return JSON.stringify(answer(recorded, method));
      const child = answer(recorded.child_devices?.[params.device_id], params.requestData.method);
      return JSON.stringify({ error_code: 0, result: { responseData: child } });
    },
    sendOnce: async () => ({ sent: 'not-sent', detail: 'a recording' }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

for (const name of files('smart')) {
  test(`${name}: what a real SMART plug told is read as that plug`, async () => {
    const recorded = read('smart', name);
    const model = name.replace(/\(.*/, '');
    checkDiscovery(recorded, model);
    using deadline = new Deadline(within());
    const dialect = new SmartDialect(recordedTransport(recorded), realClock);
    const identity = await dialect.identify(deadline);
    assert.equal(identity.model, model);
    assert.match(identity.firmware, /^\d+\.\d+\.\d+ /);
    const children = (recorded['get_child_device_list'] as { child_device_list: unknown[] } | undefined)
      ?.child_device_list;
    const facts = await dialect.readFacts(deadline);
    assert.equal(facts.outlets.length, children?.length ?? 0);
    assert.notEqual(facts.relay, 'unknown');
    const measures = 'get_energy_usage' in recorded || 'get_current_power' in recorded;
    if (measures) assert.equal(typeof facts.watts, 'number');
    const snapshot = await dialect.snapshot(deadline);
    assert.equal(snapshot.ssid, '#MASKED_SSID#');
    // some strips' recordings have no rules of their outlets: then it must say so
    assert.equal(snapshot.rules === null, snapshot.unread.includes('rules'));
    assert.equal(typeof snapshot.ledOff, 'boolean');
    if ('get_matter_setup_info' in recorded) assert.equal(snapshot.matterCode, '00000000000');
  });
}
