import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { type Heard, type HeardPlug, type LiveFacts, Mac } from '../../contract/index.ts';
import { Deadline } from '../../devices/deadline.ts';
import { IotDialect } from '../../devices/dialects/iot.ts';
import { SmartDialect } from '../../devices/dialects/smart.ts';
import { readDatagram } from '../../devices/discovery/datagram.ts';
import { knownModels, type ModelFacts, modelFacts } from '../../devices/index.ts';
import type { Transport } from '../../devices/transports/transport.ts';
import { xorDatagram } from '../../devices/xor-codec.ts';
import { realClock, within } from './real-clock.ts';

/** Answers of real plugs, read where they lie; nothing of them is copied into the project. */
const folder = process.env['PLUGFLEET_FIXTURES'] ?? resolve(import.meta.dirname, '../../../shared/fixtures');
const skip = existsSync(folder) ? false : `no recorded answers at ${folder}`;
const files = (dialect: 'iot' | 'smart'): string[] =>
  skip ? [] : readdirSync(join(folder, dialect)).filter((name) => name.endsWith('.json'));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Sysinfo {
  dev_name?: string;
  brightness?: number;
  feature: string;
  relay_state?: number;
  children?: { alias: string; state: number }[];
}

interface Recorded {
  system?: { get_sysinfo: Sysinfo };
  get_device_info?: { type: string; brightness?: number };
  get_child_device_list?: { child_device_list: { device_id: string; device_on: boolean }[] };
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

/** The transport that its TDP answer names; undefined where none was recorded. */
function checkDiscovery(recorded: Recorded, model: string): string | undefined {
  if (!recorded.discovery_result) return undefined;
  const plug = heardAs(tdpDatagram(recorded.discovery_result), 20002);
  const { mac, mgt_encrypt_schm, owner } = recorded.discovery_result.result;
  assert.equal(plug.mac, Mac.parse(mac));
  assert.equal(plug.model, model);
  assert.equal(plug.owner, owner?.toUpperCase() ?? null);
  const expected = { AES: ['aes'], KLAP: ['klap-1', 'klap-2'], TPAP: ['tpap'] }[mgt_encrypt_schm.encrypt_type];
  assert.ok(expected?.includes(plug.transport), plug.transport);
  return plug.transport;
}

test('recorded answers of real plugs are there', { skip }, () => assert.ok(files('iot').length > 0));

/** What a device is to somebody who stands before it. */
type Shape = 'plug' | 'strip' | 'switch' | 'dimmer';

const shapes: Readonly<Record<ModelFacts['form'], Shape>> = {
  plug: 'plug',
  'mini-plug': 'plug',
  'outdoor-plug': 'plug',
  'relay-module': 'plug',
  'two-outlet-plug': 'strip',
  'power-strip': 'strip',
  'in-wall-outlet': 'strip',
  'fan-and-dimmer-switch': 'strip',
  'wall-switch': 'switch',
  'dimmer-plug': 'dimmer',
  'outdoor-dimmer': 'dimmer',
  'wall-dimmer': 'dimmer',
};

/** The same by what the recording itself says. */
function shapeTold(recorded: Recorded): Shape {
  const sysinfo = recorded.system?.get_sysinfo;
  const info = recorded.get_device_info;
  if ((sysinfo?.children ?? recorded.get_child_device_list?.child_device_list ?? []).length > 0) return 'strip';
  if ((sysinfo?.brightness ?? info?.brightness) !== undefined) return 'dimmer';
  return /switch$/i.test(info?.type ?? '') || /switch/i.test(sysinfo?.dev_name ?? '') ? 'switch' : 'plug';
}

/** The card fits what the recording says the device is. */
function checkCatalogue(recorded: Recorded, model: string, transport: string): void {
  const facts = modelFacts(model);
  assert.ok(knownModels.includes(facts), `${model} would get the general card of its family`);
  const outlets = recorded.system?.get_sysinfo.children ?? recorded.get_child_device_list?.child_device_list ?? [];
  assert.equal(facts.outlets, Math.max(1, outlets.length), model);
  // an outdoor plug with two outlets is a strip
  assert.equal(outlets.length > 0 ? 'strip' : shapes[facts.form], shapeTold(recorded), model);
  const seen = facts.transports.map((one) => one.transport as string);
  assert.ok(
    seen.includes(transport),
    `${model} was recorded over ${transport}, the catalogue knows ${seen.join(', ')}`,
  );
}

/** A plug is on if any of its outlets is. */
const relayTold = (states: readonly boolean[]): LiveFacts['relay'] => (states.some(Boolean) ? 'on' : 'off');

for (const name of files('iot')) {
  test(`${name}: what a real legacy plug told is read as that plug`, async () => {
    const recorded = read('iot', name);
    const sysinfo = recorded.system?.get_sysinfo;
    assert.ok(sysinfo);
    const model = name.replace(/\(.*/, '');
    const plug = heardAs(xorDatagram(JSON.stringify({ system: recorded.system })), 9999);
    assert.equal(plug.model, model);
    assert.equal(plug.family, 'kasa');
    const heardOverTdp = checkDiscovery(recorded, model);
    checkCatalogue(recorded, model, heardOverTdp ?? 'xor');

    const children = sysinfo.children ?? [];
    const states = sysinfo.children ? children.map(({ state }) => state === 1) : [sysinfo.relay_state === 1];
    using deadline = new Deadline(within());
    const dialect = new IotDialect(recordedIotTransport(recorded), realClock);
    const facts = await dialect.readFacts(deadline);
    for (const told of [plug, facts]) {
      assert.equal(told.relay, relayTold(states));
      assert.deepEqual(
        told.outlets.map(({ alias, relay }) => [alias, relay]),
        children.map(({ alias, state }) => [alias, state === 1 ? 'on' : 'off']),
      );
    }
    const isMetered = sysinfo.feature.includes('ENE');
    assert.equal(modelFacts(model).meter, isMetered);
    for (const load of [facts, ...facts.outlets]) assert.equal(load.watts === null, !isMetered);
    assert.equal((await dialect.snapshot(deadline)).outlets.length, children.length);
  });
}

/** Answers out of a recording, module by module. A recording keeps one meter for all outlets of a strip. */
function recordedIotTransport(recorded: Recorded): Transport {
  const answer = (module: string, method: string): object => {
    const methods = recorded[module] as Record<string, object> | undefined;
    return methods?.[method] ?? { err_code: -1, err_msg: 'module not support' };
  };
  return {
    login: null,
    owner: null,
    opened: 1,
    ask: async (json) => {
      const { context: _outlet, ...modules } = JSON.parse(json) as Record<string, Record<string, unknown>>;
      return JSON.stringify(
        Object.fromEntries(
          Object.entries(modules).map(([module, methods]) => [
            module,
            Object.fromEntries(Object.keys(methods).map((method) => [method, answer(module, method)])),
          ]),
        ),
      );
    },
    sendOnce: async () => ({ sent: 'not-sent', detail: 'a recording' }),
    [Symbol.asyncDispose]: async () => undefined,
  };
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
    checkCatalogue(recorded, model, checkDiscovery(recorded, model) ?? 'klap-2');
    using deadline = new Deadline(within());
    const dialect = new SmartDialect(recordedTransport(recorded), realClock);
    const identity = await dialect.identify(deadline);
    assert.equal(identity.model, model);
    assert.match(identity.firmware, /^\d+\.\d+\.\d+ /);
    const children = recorded.get_child_device_list?.child_device_list ?? [];
    const facts = await dialect.readFacts(deadline);
    const told = new Map(children.map((child) => [child.device_id, child.device_on]));
    assert.equal(facts.outlets.length, children.length);
    for (const { id, alias, relay } of facts.outlets)
      assert.deepEqual([alias, relay], ['#MASKED_NAME#', told.get(id) ? 'on' : 'off']);
    const { device_on } = recorded['get_device_info'] as { device_on?: boolean };
    assert.equal(facts.relay, relayTold(children.length > 0 ? [...told.values()] : [device_on === true]));
    const isMetered = modelFacts(model).meter === true;
    for (const load of [facts, ...facts.outlets]) assert.equal(load.watts === null, !isMetered);
    const snapshot = await dialect.snapshot(deadline);
    assert.equal(snapshot.ssid, '#MASKED_SSID#');
    // some strips' recordings have no rules of their outlets: then it must say so
    assert.equal(snapshot.rules === null, snapshot.unread.includes('rules'));
    assert.equal(typeof snapshot.ledOff, 'boolean');
    if ('get_matter_setup_info' in recorded) assert.equal(snapshot.matterCode, '00000000000');
  });
}
