import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, type Session } from '../../contract/index.ts';
import { IotDialect } from '../../devices/dialects/iot.ts';
import { SmartDialect } from '../../devices/dialects/smart.ts';
import { readDatagram } from '../../devices/discovery/datagram.ts';
import { PlugSession } from '../../devices/drivers/session.ts';
import { parsePlugJson, plugName, plugName64, plugText } from '../../devices/plug-json.ts';
import type { Transport } from '../../devices/transports/transport.ts';
import { allTargets } from '../fuzz/all-targets.ts';
import { jsonParts } from '../fuzz/json-parts.ts';
import { privateKey } from '../fuzz/test-key.ts';
import { tryInput } from '../fuzz/try-input.ts';
import { realClock, within } from './real-clock.ts';
import { deviceInfo, smartAnswer } from './virtual-klap-plug.ts';
import { xorAnswer } from './virtual-udp-plug.ts';
import { iotAnswer, sysinfo } from './virtual-xor-plug.ts';

/** A session whose plug says what it likes. */
function sessionWith(dialect: 'iot' | 'smart', answer: (text: string) => string, reset = ''): Session {
  const transport: Transport = {
    login: null,
    owner: '',
    opened: 1,
    ask: async (json) => answer(json),
    sendOnce: async () => ({ sent: 'answered', reply: reset }),
    [Symbol.asyncDispose]: async () => undefined,
  };
  const words = dialect === 'iot' ? new IotDialect(transport, realClock) : new SmartDialect(transport, realClock);
  return new PlugSession(transport, words);
}
const smart = (methods: Record<string, unknown>) => sessionWith('smart', (text) => smartAnswer(text, methods));
const iot = (modules: Record<string, Record<string, unknown>>) =>
  sessionWith('iot', (text) => iotAnswer(text, modules));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const names: [name: string, told: string, kept: string][] = [
  ['as long as may be', 'x'.repeat(256), 'x'.repeat(256)],
  ['one too long', 'x'.repeat(257), 'x'.repeat(256)],
  ['2,000 characters', 'é'.repeat(2000), 'é'.repeat(256)],
  ['10 kB', 'x'.repeat(10_000), 'x'.repeat(256)],
  ['cut in the middle of a character', `${'x'.repeat(255)}😀`, 'x'.repeat(255)],
  ['half a character', 'a\ud83d', 'a\ufffd'],
  ['characters that act', 'a\u001b[2J\u202eb\u0000', 'a[2Jb'],
];
for (const [name, told, kept] of names) {
  test(`a name of ${name} does not hide its plug`, async () => {
    const bytes = xorAnswer({ alias: told });
    const heard = readDatagram({ bytes, address: '192.0.2.1', port: 9999, atMs: 1, sureMs: 0 }, privateKey);
    assert.ok(heard?.is === 'plug');
    assert.equal(heard.plug.alias, kept);
    const child = { id: '00', alias: told, state: 1 };
    const strip = iot({ system: { get_sysinfo: { ...sysinfo, alias: told, children: [child] } } });
    assert.equal((await strip.identify(within())).alias, kept);
    assert.equal((await strip.readFacts(within())).outlets[0]?.alias, kept);
    assert.equal((await strip.snapshot(within())).outlets[0]?.alias, kept);
    // what is half a character is no base64 of anything
    if (!told.isWellFormed()) return;
    const plug = smart({ get_device_info: { ...deviceInfo, nickname: base64(told) } });
    assert.equal((await plug.identify(within())).alias, kept);
  });
}

test('names of networks, outlets and rules are cut as well', async () => {
  const long = 'é'.repeat(3000);
  const children = [{ device_id: '01', nickname: base64(long), device_on: true }];
  const plug = smart({
    get_device_info: { ...deviceInfo, ssid: base64(long) },
    component_nego: { component_list: [{ id: 'child_device' }, { id: 'schedule' }] },
    get_child_device_list: { child_device_list: children, sum: 1 },
    control_child: { responseData: { error_code: 0, result: { rule_list: [{ id: 'S1', name: long }], sum: 1 } } },
  });
  const kept = await plug.snapshot(within());
  assert.equal(kept.ssid, 'é'.repeat(64));
  assert.equal(kept.outlets[0]?.alias, 'é'.repeat(256));
  assert.deepEqual(kept.rules, [{ kind: 'schedule', rule: { id: 'S1', name: 'é'.repeat(256), device_id: '01' } }]);
  const old = iot({
    netif: { get_stainfo: { ssid: long, err_code: 0 } },
    schedule: { get_rules: { rule_list: [{ id: 'S1', name: long, enable: 1 }], err_code: 0 } },
  });
  const { ssid, rules, unread } = await old.snapshot(within());
  assert.equal(ssid, 'é'.repeat(64));
  assert.deepEqual(rules, [{ kind: 'schedule', rule: { id: 'S1', name: 'é'.repeat(256), enable: 1 } }]);
  assert.ok(!unread.includes('rules'));
});

test('what a plug is known by is never cut', async () => {
  for (const [field, value] of [
    ['deviceId', 'A'.repeat(65)],
    ['deviceId', ''],
    ['deviceId', '\u0000'],
    ['mac', '50:C7:BF:00:00:01:02'],
    ['model', 'H'.repeat(65)],
    ['sw_ver', '1'.repeat(129)],
  ] as const) {
    const plug = iot({ system: { get_sysinfo: { ...sysinfo, [field]: value } } });
    await assert.rejects(plug.identify(within()), { code: 'garbled' }, `${field} ${value.length}`);
  }
  const id = smart({ get_device_info: { ...deviceInfo, device_id: '8'.repeat(65) } });
  await assert.rejects(id.identify(within()), { code: 'garbled' });
});

test('numbers beyond all bounds are no numbers, and no sum of them is', async () => {
  for (const number of ['1e999', '-1e999', '1e308', '1e13']) {
    const raw = (text: string): string => text.replaceAll('"#"', number);
    const rssi = sessionWith('smart', (text) =>
      raw(smartAnswer(text, { get_device_info: { ...deviceInfo, rssi: '#' } })),
    );
    await assert.rejects(rssi.identify(within()), { code: 'garbled' }, number);
    const meter = { emeter: { get_realtime: { power: '#', total: '#', err_code: 0 } } };
    const load = sessionWith('iot', (text) => raw(iotAnswer(text, meter)));
    await assert.rejects(load.readFacts(within()), { code: 'garbled' }, number);
    assert.ok((await load.snapshot(within())).unread.includes('energy'), number);
  }
});

const bombs: [name: string, text: string][] = [
  ['brackets', '['.repeat(500_000)],
  ['nested objects', '{"a":'.repeat(200_000)],
  ['an array of a million numbers', `[${'0,'.repeat(1_000_000)}0]`],
  ['an array of a million objects', `[${'{},'.repeat(1_000_000)}{}]`],
  ['a hundred thousand names', `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":0`).join(',')}}`],
];
for (const [name, text] of bombs) {
  test(`${name} in an answer is refused before anything looks into it`, () => {
    const before = process.memoryUsage().heapUsed;
    assert.throws(
      () => parsePlugJson(text),
      (thrown) => codeOf(thrown) === 'garbled',
    );
    assert.ok(process.memoryUsage().heapUsed - before < 64 << 20);
  });
}

test('a text of a megabyte is read in no time, whatever it is taken for', () => {
  const text = 'QUFB'.repeat(1 << 18);
  const startMs = performance.now();
  assert.equal(plugName(256).parse(text).length, 256);
  assert.equal(plugName64(256).parse(text).length, 256);
  assert.ok(!plugText(256).safeParse(text).success);
  assert.equal(parsePlugJson(JSON.stringify(text)), text);
  assert.ok(performance.now() - startMs < 5000);
});

test('of names that stand twice the last one counts: also in the answer to a reset', async () => {
  for (const [reset, receipt] of [
    ['{"error_code":0,"error_code":-1}', 'refused'],
    ['{"error_code":-1,"error_code":0}', 'acknowledged'],
    ['{"error_code":0,"__proto__":{"error_code":-1}}', 'acknowledged'],
    ['{"__proto__":{"error_code":0}}', 'cut-off'],
    ['{"error_code":1e999}', 'cut-off'],
    ['{"error_code":"0"}', 'cut-off'],
    ['{"error_code":[0]}', 'cut-off'],
    ['{"error_code":0.5}', 'cut-off'],
    ['[0]', 'cut-off'],
    ['null', 'cut-off'],
    ['', 'cut-off'],
    [`{"error_code":0,"a":${'['.repeat(1000)}`, 'cut-off'],
  ] as const) {
    const session = sessionWith('smart', (text) => smartAnswer(text), reset);
    await session.identify(within());
    assert.equal((await session.sendReset(within())).receipt, receipt, reset);
  }
});

test('a strip of too many outlets or rules is not believed, and not followed', async () => {
  let asked = 0;
  const outlet = (i: number) => ({ device_id: `${i}`, nickname: '', device_on: true });
  const endless = sessionWith('smart', (text) => {
    asked++;
    return smartAnswer(text, {
      component_nego: { component_list: [{ id: 'child_device' }] },
      get_child_device_list: { child_device_list: Array.from({ length: 40 }, (_, i) => outlet(i)), sum: 1000 },
    });
  });
  await assert.rejects(endless.readFacts(within()), { code: 'garbled' });
  assert.ok(asked <= 5, `${asked} questions`);
  const ruled = smart({
    component_nego: { component_list: [{ id: 'schedule' }] },
    get_schedule_rules: { rule_list: Array.from({ length: 600 }, () => ({ id: 'S' })), sum: 100_000 },
  });
  assert.ok((await ruled.snapshot(within())).unread.includes('rules'));
  const many = iot({
    schedule: { get_rules: { rule_list: Array.from({ length: 1025 }, () => ({ id: 'S' })), err_code: 0 } },
  });
  assert.ok((await many.snapshot(within())).unread.includes('rules'));
});

/** One of each type, and what is almost right. */
const wrongTypes = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e999',
  '"x"',
  '""',
  '[]',
  '{}',
  '[null]',
  '{"__proto__":{"a":1}}',
  '"\\ud800"',
];
for (const target of allTargets) {
  const { name, samples, encode = (sample: Buffer) => sample } = target;
  const texts = samples.map((sample) => sample.toString('utf8')).filter((text) => jsonParts(text).members.length > 0);
  if (texts.length === 0) continue;
  test(`${name}: every field of every type, and every field left out`, async () => {
    for (const text of texts) {
      const { values, members } = jsonParts(text);
      const changed = [
        ...values.flatMap(({ start, end }) =>
          wrongTypes.map((wrong) => text.slice(0, start) + wrong + text.slice(end)),
        ),
        ...members.map(({ start, end }) => `${text.slice(0, start)}"gone":0${text.slice(end)}`),
      ];
      for (const one of changed) await tryInput(target, encode(Buffer.from(one)));
    }
  });
}
