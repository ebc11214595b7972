import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Observed } from '../../devices/index.ts';
import { isPublicWord } from '../../tools/capture/public-words.ts';
import { redact } from '../../tools/capture/redact.ts';
import { leaksIn, type Secret } from './leaks.ts';

/** What a plug may know of its owner. */
interface Facts {
  ssid: string;
  alias: string;
  mac: string;
  deviceId: string;
  email: string;
  latitude: number;
  code: string;
}

/** Where a hostile plug may put something that does not belong there. */
interface Hiding {
  place: (typeof places)[number];
  fact: keyof Facts;
  how: (typeof encodings)[number];
}

const encodings = ['plain', 'base64', 'hex', 'reversed', 'bare', 'in a sentence', 'upper', 'md5'] as const;
const places = [
  'model',
  'fw_ver',
  'hw_ver',
  'encrypt_type',
  'err_msg',
  'feature',
  'dev_name',
  'status',
  'component',
  'type',
  'nested',
  'name',
  'number',
  'deep name',
  'header',
] as const;

function encoded(how: Hiding['how'], text: string): string {
  switch (how) {
    case 'plain':
      return text;
    case 'base64':
      return Buffer.from(text).toString('base64');
    case 'hex':
      return Buffer.from(text).toString('hex');
    case 'reversed':
      return [...text].reverse().join('');
    case 'bare':
      return text.replace(/[^\p{L}\p{N}]/gu, '');
    case 'in a sentence':
      return `1.0.1 Build ${text}`;
    case 'upper':
      return text.toUpperCase();
    case 'md5':
      return createHash('md5').update(text).digest('hex');
  }
}

const hiddenIn = (hidings: readonly Hiding[], facts: Facts, place: Hiding['place']): string | undefined => {
  const found = hidings.find((hiding) => hiding.place === place);
  return found && encoded(found.how, String(facts[found.fact]));
};

/** What a plug with these facts tells, with some of them where they do not belong. */
function observedOf(facts: Facts, hidings: readonly Hiding[]): Observed {
  const hidden = (place: Hiding['place']): string | undefined => hiddenIn(hidings, facts, place);
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const digits = hidden('number')?.replace(/\D/g, '').slice(0, 15) ?? '';
  const info = {
    device_id: facts.deviceId,
    mac: facts.mac.replaceAll(':', '-'),
    ssid: base64(facts.ssid),
    nickname: base64(facts.alias),
    latitude: facts.latitude,
    type: hidden('type') ?? 'SMART.TAPOPLUG',
    model: hidden('model') ?? 'P115',
    fw_ver: hidden('fw_ver') ?? '1.3.0 Build 230905 Rel.152917',
    hw_ver: hidden('hw_ver') ?? '1.0',
    feature: hidden('feature') ?? 'TIM:ENE',
    dev_name: hidden('dev_name') ?? 'Smart Wi-Fi Plug Mini',
    status: hidden('status') ?? 'normal',
    on_time: Number(digits === '' ? '77' : digits),
    [hidden('name') ?? 'mode']: 1,
    nothing_known: { more: [{ deeper: hidden('nested') ?? 'x', [`a_${hidden('deep name') ?? 'b'}`]: null }] },
  };
  const tdp = {
    device_id: createHash('md5').update(facts.deviceId).digest('hex'),
    owner: createHash('md5').update(facts.email).digest('hex').toUpperCase(),
    mac: facts.mac,
    device_type: 'SMART.TAPOPLUG',
    mgt_encrypt_schm: { encrypt_type: hidden('encrypt_type') ?? 'KLAP', http_port: 80 },
  };
  const read = (ask: string, answer: unknown) => ({ ask, outlet: null, start: 0, bytes: 1, answer });
  return {
    discovery: [
      { port: 20002, bytes: 400, header: null, answer: { error_code: 0, result: tdp }, opened: { owner: facts.email } },
    ],
    route: { host: '192.168.7.4', port: 80, dialect: 'smart', transport: 'klap-2', tls: false },
    session: {
      state: 'read',
      login: 'given',
      ended: null,
      reads: [
        read('get_device_info', { error_code: 0, result: info }),
        read('component_nego', {
          error_code: 0,
          result: { component_list: [{ id: hidden('component') ?? 'device', ver_code: 1 }] },
        }),
        read('get_matter_setup_info', { error_code: 0, result: { setup_code: facts.code } }),
        read('get_emeter_data', { error_code: -1002, err_msg: hidden('err_msg') ?? 'module not support' }),
        read('get_next_event', { result: { [hidden('header') ?? 'action']: -1 } }),
      ],
    },
  };
}

const secretsIn = (facts: Facts): Secret[] => [
  { what: 'the SSID', text: facts.ssid },
  { what: 'the alias', text: facts.alias },
  { what: 'the MAC', text: facts.mac },
  { what: 'the device id', text: facts.deviceId },
  { what: 'the e-mail', text: facts.email },
  { what: 'the latitude', text: String(facts.latitude) },
  { what: 'the Matter code', text: facts.code },
];

const written = (observed: Observed, facts: Facts): Buffer =>
  Buffer.from(
    JSON.stringify(
      redact(observed, { known: ['192.168.7.4', facts.email], keepNames: [] }),
      (key, value) => (key === 'unlisted' ? undefined : value),
      2,
    ),
  );

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: length, maxLength: length });
/** Digits that do not run together by chance with anything else in a file. */
const distinct = (length: number) => fc.integer({ min: 10 ** (length - 1), max: 10 ** length - 1 });
const name = fc.oneof(
  fc.string({ minLength: 4, maxLength: 32 }),
  fc.string({ minLength: 4, maxLength: 20, unit: 'grapheme' }),
);
const facts: fc.Arbitrary<Facts> = fc.record({
  ssid: name,
  alias: name,
  mac: hex(12).map((digits) => (digits.match(/../g) ?? []).join(':')),
  deviceId: hex(40),
  email: fc.emailAddress(),
  latitude: distinct(6),
  code: distinct(11).map(String),
});
const hidings: fc.Arbitrary<Hiding[]> = fc.uniqueArray(
  fc.record({
    place: fc.constantFrom(...places),
    fact: fc.constantFrom<keyof Facts>('ssid', 'alias', 'mac', 'deviceId', 'email', 'latitude', 'code'),
    how: fc.constantFrom(...encodings),
  }),
  { selector: ({ place }) => place, maxLength: 5 },
);

const nobody: Facts = {
  ssid: 'wwww',
  alias: 'qqqq',
  mac: '02:00:00:00:00:01',
  deviceId: '7'.repeat(40),
  email: 'w@q.example',
  latitude: 918_273,
  code: '99999999977',
};

test('whatever the secrets are and wherever a plug puts them, the capture tells none of them', () => {
  // a secret that every capture holds, such as an SSID of four blanks or `mode`, says nothing
  const everyones = leaksOf(nobody, []);
  fc.assert(
    fc.property(facts, hidings, (of, hidden) => {
      fc.pre(leaksIn(everyones, secretsIn(of)).length === 0 && !isPublicWord(of.ssid) && !isPublicWord(of.alias));
      assert.deepEqual(leaksIn(leaksOf(of, hidden), secretsIn(of)), []);
    }),
    { numRuns: 400 },
  );
});

function leaksOf(of: Facts, hidden: readonly Hiding[]): Buffer {
  return written(observedOf(of, hidden), of);
}

const someone: Facts = {
  ssid: 'Villa Sjöutsikt 5G',
  alias: 'Gustafssons frys',
  mac: '50:C7:BF:3A:91:0E',
  deviceId: '8006E0B6D1C9A4F7723355BB80910E3AC7BF50AA',
  email: 'eva.gustafsson@ekbacken.example',
  latitude: 593_293,
  code: '34970112332',
};

test('what a plug hides in a harmless field and tells nowhere else is seen by its form', () => {
  const strange: Secret = { what: 'the name', text: 'Villa Sjöutsikt' };
  for (const place of places.filter((each) => each !== 'number'))
    for (const how of ['plain', 'base64', 'hex', 'reversed', 'bare', 'in a sentence', 'upper'] as const) {
      const hidden = observedOf({ ...nobody, code: strange.text }, [{ place, fact: 'code', how }]);
      assert.ok(hidden.session.state === 'read');
      hidden.session.reads = hidden.session.reads.filter(({ ask }) => ask !== 'get_matter_setup_info');
      assert.deepEqual(leaksIn(written(hidden, nobody), [strange]), [], `${how} as ${place}`);
    }
});

test('a number that spells another one, backwards too, does not stay', () => {
  for (const how of ['plain', 'reversed'] as const) {
    const hidden = observedOf(nobody, [{ place: 'number', fact: 'latitude', how }]);
    assert.deepEqual(leaksIn(written(hidden, nobody), secretsIn(nobody)), []);
  }
});

test('the search of these tests finds what a leaky redactor lets through', () => {
  const observed = observedOf(someone, [
    { place: 'nested', fact: 'ssid', how: 'plain' },
    { place: 'name', fact: 'mac', how: 'bare' },
    { place: 'model', fact: 'alias', how: 'plain' },
  ]);
  const found = (leaky: unknown, secrets = secretsIn(someone)): string[] =>
    leaksIn(Buffer.from(JSON.stringify(leaky)), secrets).map((leak) => leak.split(' as ')[0] ?? '');
  assert.deepEqual(
    found(observed),
    secretsIn(someone).map(({ what }) => what),
    'a redactor that does nothing',
  );

  // a deny-list: what is usual where it usually stands
  const denied = new Set(['mac', 'device_id', 'ssid', 'nickname', 'owner', 'latitude', 'setup_code', 'host']);
  const byDenying = JSON.parse(JSON.stringify(observed, (key, value) => (denied.has(key) ? 'gone' : value))) as unknown;
  assert.deepEqual(found(byDenying), ['the SSID', 'the alias', 'the MAC']);

  const { mac, ssid, email, deviceId } = someone;
  const clean = written(observed, someone).toString();
  assert.deepEqual(found(clean), [], 'the true one');
  const leaks: Record<string, string> = {
    'MAC without colons': mac.replaceAll(':', ''),
    'MAC with dashes': mac.replaceAll(':', '-').toLowerCase(),
    'MAC backwards': mac.split(':').reverse().join(''),
    'half of the MAC': mac.replaceAll(':', '').slice(6),
    'MAC of two halves': mac.replaceAll(':', '').slice(6) + mac.replaceAll(':', '').slice(0, 6),
    'SSID in base64': Buffer.from(ssid).toString('base64'),
    'SSID in the middle of base64': Buffer.from(`x${ssid}y`).toString('base64'),
    'SSID in hex': Buffer.from(ssid).toString('hex').toUpperCase(),
    'SSID escaped': 'Villa Sj\\u00f6utsikt 5G',
    'MD5 of the e-mail': createHash('md5').update(email).digest('hex').toUpperCase(),
    'MD5 of the id': createHash('md5').update(deviceId).digest('hex'),
    'half of the id': deviceId.slice(20),
    latitude: '59.3293',
  };
  for (const [what, text] of Object.entries(leaks)) {
    const secrets = [...secretsIn(someone), { what: 'the latitude in degrees', text: '59.3293' }];
    assert.notDeepEqual(leaksIn(Buffer.from(`${clean}\n"${text}"`), secrets), [], `it does not find the ${what}`);
  }
});

test('a flood of texts is refused, texts of one letter and numbers of one digit run out of stand-ins and go on', () => {
  const withAnswer = (answer: unknown): Observed => ({
    discovery: [{ port: 9999, bytes: 1, header: null, answer, opened: null }],
    route: null,
    session: { state: 'not-tried', why: 'unknown-answer' },
  });
  const clean = (answer: unknown) => redact(withAnswer(answer), { known: [], keepNames: [] }).discovery[0]?.answer;
  const letters = Object.fromEntries(
    [...'abcdefghijklmnopqrstuvwxyz0123456789'].map((letter, i) => [`alias_${i}`, letter]),
  );
  assert.equal(new Set(Object.values(clean(letters) ?? {})).size, 36);
  assert.notEqual((clean({ latitude: 5 }) as { latitude: number }).latitude, 5);
  assert.deepEqual(clean({ latitude: 0, rssi: -51, power: 12.5, time: -0.25 }), {
    ...(clean({ latitude: 0, rssi: -51, power: 12.5, time: -0.25 }) as object),
    latitude: 0,
    rssi: -51,
    power: 12.5,
  });
  const flood = Array.from({ length: 6000 }, (_, i) => `somebody ${i}`);
  assert.throws(() => clean({ alias: flood }), { code: 'garbled' });
});

const fixtures = join(import.meta.dirname, '..', '..', '..', 'shared', 'fixtures');

test('of what real plugs answer, field names, models, types and versions stay', {
  skip: existsSync(fixtures) ? false : 'no answers of real plugs here',
}, () => {
  const kept = new Set([
    'model',
    'device_model',
    'type',
    'device_type',
    'mic_type',
    'fw_ver',
    'sw_ver',
    'hw_ver',
    'encrypt_type',
    'dev_name',
    'err_msg',
    'obd_src',
    'feature',
  ]);
  let files = 0;
  for (const kind of ['iot', 'smart'])
    for (const file of readdirSync(join(fixtures, kind))) {
      files += 1;
      const raw = JSON.parse(readFileSync(join(fixtures, kind, file), 'utf8')) as Record<string, unknown>;
      const reads = Object.entries(raw).map(([ask, answer]) => ({
        ask,
        outlet: null,
        start: 0,
        bytes: 1,
        answer: { [ask]: answer },
      }));
      const redacted = redact(
        { discovery: [], route: null, session: { state: 'read', login: 'given', reads, ended: null } },
        { known: [], keepNames: [] },
      );
      assert.deepEqual(
        redacted.unlisted.filter((unlisted) => !unlisted.startsWith('SCRUBBED')),
        [],
        file,
      );
      const texts = (of: unknown): string[] => {
        const found: string[] = [];
        JSON.stringify(of, (key, value) => {
          if (kept.has(key) && typeof value === 'string') found.push(`${key}: ${value}`);
          return value;
        });
        return found;
      };
      assert.ok(redacted.session.state === 'read');
      assert.deepEqual(
        texts(redacted.session.reads.map((each) => each.answer)),
        texts(Object.entries(raw).map(([ask, answer]) => ({ [ask]: answer }))),
        file,
      );
    }
  assert.ok(files > 0);
});
