import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { after, type TestContext, test } from 'node:test';
import { type Account, DEFAULT_ACCOUNT, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { runCapture } from '../../tools/capture/command.ts';
import { Capture } from '../../tools/capture/format.ts';
import { virtualKlapPlug } from '../devices/virtual-klap-plug.ts';
import { tdpAnswer, virtualUdpPlug, xorAnswer } from '../devices/virtual-udp-plug.ts';
import { iotAnswer, sysinfo, virtualXorPlug, xorFrame } from '../devices/virtual-xor-plug.ts';
import { type PlugWish, startTestFleet } from '../simulator/clients/fleets.ts';
import { leaksIn, type Secret } from './leaks.ts';

const folder = mkdtempSync(join(tmpdir(), 'plugfleet-capture-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

interface Captured {
  exit: number;
  /** Undefined where none was written. */
  bytes: Buffer | undefined;
  capture: Capture;
  stdout: string;
  stderr: string;
}

const collecting = () => {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
};

async function run(argv: readonly string[], stdin = ''): Promise<Omit<Captured, 'bytes' | 'capture'>> {
  const [stdout, stderr] = [collecting(), collecting()];
  const exit = await runCapture(argv, {
    stdin: new PassThrough().end(stdin),
    stdout: stdout.stream,
    stderr: stderr.stream,
    cwd: folder,
    signal: new AbortController().signal,
  });
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
}

async function captureOf(
  address: string,
  account: Account | null = DEFAULT_ACCOUNT,
  more: readonly string[] = [],
): Promise<Captured & { bytes: Buffer }> {
  files += 1;
  const file = join(folder, `capture-${files}.json`);
  const login = account === null ? [] : ['--email', account.email];
  const ran = await run([address, '--out', file, ...login, ...more], `${account?.password ?? ''}\n`);
  assert.ok(existsSync(file), ran.stderr);
  const bytes = readFileSync(file);
  return { ...ran, bytes, capture: Capture.parse(JSON.parse(bytes.toString('utf8'))) };
}

const me: Account = { email: 'Anna.Lindqvist@ekbacken.example', password: 'Zwölf Äpfel & 3 Birnen' };

/** What the virtual plugs below hold and no capture may tell. */
function secretsOf(plug: { mac: string; deviceId: string; address: string }): Secret[] {
  return [
    { what: 'the MAC', text: plug.mac },
    { what: 'the device id', text: plug.deviceId },
    { what: 'the MD5 of the device id', text: createHash('md5').update(plug.deviceId).digest('hex') },
    { what: 'the address', text: plug.address },
    { what: 'the e-mail', text: me.email },
    { what: 'the name in the e-mail', text: 'Anna.Lindqvist' },
    { what: 'the e-mail’s domain', text: 'ekbacken' },
    { what: 'the password', text: me.password },
    {
      what: 'the KLAP hash',
      text: createHash('sha256')
        .update(createHash('sha1').update(me.email).digest())
        .update(createHash('sha1').update(me.password).digest())
        .digest('hex'),
    },
    { what: 'the alias', text: 'Küche "Süd" 灯' },
    { what: 'the network', text: 'Ekbacken WLAN 5' },
    { what: 'a rule', text: 'Nattlampa Anna' },
    { what: 'an outlet', text: 'Annas Fryser' },
    { what: 'the latitude', text: '525163' },
    { what: 'the latitude in degrees', text: '52.5163' },
    { what: 'the longitude', text: '133777' },
    { what: 'the longitude in degrees', text: '13.3777' },
    { what: 'the place', text: 'Europe/Berlin' },
    { what: 'the Matter code', text: '34970112332' },
    { what: 'the Matter payload', text: 'MT:Y.K9042C00KA0648G00' },
  ];
}

const owned: PlugWish = {
  account: me,
  alias: 'Küche "Süd" 灯',
  ssid: 'Ekbacken WLAN 5',
  locationSet: true,
  watts: 41,
  rules: [{ name: 'Nattlampa Anna', on: true, minuteOfDay: 1290 }],
};
const strip: PlugWish = { ...owned, outlets: [{ alias: 'Annas Fryser', watts: 88 }, { alias: 'Annas Fryser' }] };

const kinds: readonly (PlugWish & { model: string; hides?: readonly string[] })[] = [
  { ...owned, model: 'HS110' },
  { ...owned, model: 'HS103', transport: 'klap-2' },
  { ...strip, model: 'HS300' },
  { ...owned, model: 'P110' },
  { ...owned, model: 'KP125M' },
  { ...strip, model: 'P300', matter: true },
];

for (const kind of kinds)
  test(`a capture of a ${kind.model} (${kind.transport ?? 'its usual transport'}) leaks nothing and changes nothing`, async (t) => {
    const { at, truth } = await startTestFleet(t, [kind]);
    const before = truth(0);
    const { exit, bytes, capture, stdout, stderr } = await captureOf(at(1), me);
    assert.equal(exit, 0, stderr);
    const secrets = secretsOf(before);
    assert.deepEqual(leaksIn(bytes, secrets), []);
    const said = secrets.filter(({ what }) => what !== 'the address');
    assert.deepEqual(leaksIn(Buffer.from(stdout + stderr), said), [], 'nor does what is said');
    const { alias, owner, erased, resetCommands } = truth(0);
    assert.deepEqual([alias, owner, erased, resetCommands], [before.alias, before.owner, false, []]);
    assert.ok(capture.session.state === 'read' && capture.session.reads.length > 8 && capture.session.ended === null);
    assert.ok(bytes.toString().includes(kind.model), 'the model stays');
  });

test('the structure survives: the same thing has the same stand-in, and hashes stay hashes', async (t) => {
  const { at } = await startTestFleet(t, [
    { ...strip, model: 'P300' },
    { ...owned, model: 'HS103', transport: 'klap-2' },
  ]);
  const { capture, bytes } = await captureOf(at(1), me);
  const told = (of: Capture, ask: string) => {
    assert.ok(of.session.state === 'read');
    return of.session.reads.find((read) => read.ask === ask && read.outlet === null)?.answer as {
      result: Record<string, string> & { child_device_list: Record<string, string>[] };
    };
  };
  const { result: info } = told(capture, 'get_device_info');
  const heard = capture.discovery[0]?.answer as { result: Record<string, string> };
  assert.equal(heard.result['mac'], info['mac']);
  assert.match(info['mac'] ?? '', /^02(?:-[0-9A-F]{2}){5}$/, 'no maker’s MAC');
  const md5 = (text = '') => createHash('md5').update(text).digest('hex');
  assert.equal(heard.result['device_id'], md5(info['device_id']));
  assert.match(info['device_id'] ?? '', /^[0-9A-F]{40}$/);
  assert.equal(Buffer.from(info['ssid'] ?? '', 'base64').length, Buffer.byteLength('Ekbacken WLAN 5'));
  const children = told(capture, 'get_child_device_list').result.child_device_list;
  assert.deepEqual(
    children.map((child) => child['device_id']),
    ['00', '01', '02'].map((end) => `${info['device_id']}${end}`),
  );
  assert.equal(children[0]?.['nickname'], children[1]?.['nickname'], 'two outlets of one name');
  assert.notEqual(children[0]?.['nickname'], children[2]?.['nickname']);
  assert.equal(info['fw_ver'], '1.0.15 Build 231130 Rel.122711');

  const { capture: iot } = await captureOf(at(2), me);
  assert.ok(iot.session.state === 'read');
  const cloud = iot.session.reads.find((read) => read.ask === 'cnCloud.get_info')?.answer as {
    cnCloud: { get_info: { username: string } };
  };
  const owner = (iot.discovery[0]?.answer as { result: { owner: string } } | undefined)?.result.owner;
  assert.equal(
    owner,
    md5(cloud.cnCloud.get_info.username).toUpperCase(),
    'the owner is the hash of the e-mail’s stand-in',
  );
  assert.equal(capture.readMe.length > 3 && bytes.indexOf('readMe') < 10, true, 'it says at the top what it is');
  assert.equal(bytes.includes('T1'), false);
});

test('without the right log-in, and for what is not spoken, it holds the shape of the refusal', async (t) => {
  const { at, truth } = await startTestFleet(t, [
    { ...owned, model: 'P110' },
    { ...owned, model: 'P110', transport: 'tpap' },
  ]);
  const stranger = await captureOf(at(1), STRANGER_ACCOUNT);
  assert.equal(stranger.exit, 1);
  assert.ok(stranger.capture.session.state === 'failed');
  assert.equal(stranger.capture.session.code, 'needs-login');
  const [klap] = stranger.capture.session.http;
  assert.deepEqual(klap, {
    ask: 'klap handshake1',
    status: 200,
    headers: klap && 'headers' in klap ? klap.headers : [],
    bodyBytes: 48,
  });
  assert.ok(klap && 'headers' in klap && klap.headers.includes('set-cookie'));
  assert.deepEqual(
    leaksIn(stranger.bytes, [...secretsOf(truth(0)), { what: 'the password', text: STRANGER_ACCOUNT.password }]),
    [],
  );
  assert.equal(truth(0).failedHandshakes, 0, 'no log-in was turned down');

  const none = await captureOf(at(2), null);
  assert.equal(none.exit, 1);
  assert.ok(none.capture.session.state === 'failed', 'it could not be talked to');
  assert.equal(none.capture.route?.transport, 'tpap');
  assert.deepEqual(leaksIn(none.bytes, secretsOf(truth(1))), []);
  assert.match(none.stderr, /turned a conversation down/);
});

const hostileSecrets: Secret[] = [
  { what: 'the SSID', text: 'Villa Sjöutsikt' },
  { what: 'the MAC', text: '48:22:54:9A:BC:DE' },
  { what: 'the owner’s name', text: 'Gustafsson' },
  { what: 'the e-mail', text: me.email },
];

/** A Tapo plug with its secrets in places where none belong. */
async function hostilePlug(t: TestContext, host: string): Promise<string> {
  const ssid = 'Villa Sjöutsikt';
  const ssid64 = Buffer.from(ssid).toString('base64');
  const mac = '48-22-54-9A-BC-DE';
  const answers: Record<string, unknown> = {
    get_device_info: {
      device_id: '80228F9F21DB6889D90BF8E7AAB04CD47242AAAF',
      mac,
      ssid: ssid64,
      nickname: Buffer.from('Gustafsson').toString('base64'),
      model: ssid,
      type: 'SMART.TAPOPLUG',
      hw_ver: '4822549ABCDE',
      fw_ver: `1.0.0 Build ${ssid}`,
      avatar: mac,
      lang: ssid64,
      [ssid]: true,
      '4822549abcde': 1,
      VillaSjöutsikt: { deep: [{ note: `of ${ssid}`, at: '0x4822549ABCDE', edcba9: 'EDCBA9452284' }] },
      Gustafsson_status: 'Gustafsson',
      specs: `MAC ${mac}`,
      on_time: 0x9abcde,
    },
    component_nego: {
      component_list: [
        { id: 'Gustafsson', ver_code: 1 },
        { id: 'device', ver_code: 2 },
        { id: mac, ver_code: 1 },
      ],
    },
  };
  const plug = await virtualKlapPlug(t, {
    ...me,
    host,
    answer: (text) => {
      const { method } = JSON.parse(text) as { method: string };
      return JSON.stringify(
        Object.hasOwn(answers, method)
          ? { error_code: 0, result: answers[method] }
          : { error_code: -1002, err_msg: ssid },
      );
    },
  });
  await virtualUdpPlug(t, host, 20002, () => [
    tdpAnswer({
      mac,
      device_model: `P110(${mac})`,
      obd_src: ssid,
      owner: createHash('md5').update(me.email).digest('hex').toUpperCase(),
      Sjöutsikt: 'Gustafsson',
      mgt_encrypt_schm: {
        encrypt_type: 'KLAP',
        http_port: plug.route.port,
        lv: 2,
        new_klap_of_Gustafsson: 1,
        sym_schm: '4822549ABCDE',
      },
    }),
  ]);
  return host;
}

test('a hostile plug that hides its SSID and MAC in models, versions, field names and unknown fields is seen through', async (t) => {
  const host = await hostilePlug(t, '127.43.7.1');
  const { exit, bytes, capture, stderr } = await captureOf(host, me);
  assert.equal(exit, 0, stderr);
  assert.deepEqual(leaksIn(bytes, hostileSecrets), []);
  assert.ok(capture.session.state === 'read' && bytes.includes('component_nego'));
  assert.match(stderr, /Field names on no list/);
  assert.ok(bytes.includes('unlisted_1'));
});

test('field names that the owner vouches for stay, unless they hold a secret', async (t) => {
  const host = '127.43.7.2';
  const odd = { ...sysinfo, alias: 'Sommarstuga', surge_guard: 1, Sommarstuga_mode: 1 };
  const answer = (text: string) => iotAnswer(text, { system: { get_sysinfo: odd } });
  await virtualXorPlug(t, (text, socket) => socket.write(xorFrame(answer(text))), { host, port: 9999 });
  await virtualUdpPlug(t, host, 9999, () => [xorAnswer(odd)]);
  const plain = await captureOf(host, null);
  assert.equal(plain.bytes.includes('surge_guard'), false);
  assert.match(plain.stderr, /surge_guard, Sommarstuga_mode/);
  const kept = await captureOf(host, null, ['--keep-name', 'surge_guard', '--keep-name', 'Sommarstuga_mode']);
  assert.ok(kept.bytes.includes('"surge_guard": 1'));
  assert.deepEqual(leaksIn(kept.bytes, [{ what: 'the alias', text: 'Sommarstuga' }]), []);
});

test('only questions of the closed list reach a plug, each of them harmless', async (t) => {
  const host = '127.43.7.3';
  const children = ['00', '01'].map((id) => ({ id, alias: 'x', state: 1 }));
  const answer = (text: string) => iotAnswer(text, { system: { get_sysinfo: { ...sysinfo, children } } });
  const plug = await virtualXorPlug(t, (text, socket) => socket.write(xorFrame(answer(text))), { host, port: 9999 });
  await virtualUdpPlug(t, host, 9999, () => [xorAnswer()]);
  await captureOf(host, null);
  const smart = await virtualKlapPlug(t, {
    ...me,
    host: '127.43.7.4',
    answer: () => '{"error_code":0,"result":{"child_device_list":[{"device_id":"A0"}],"sum":1}}',
  });
  await virtualUdpPlug(t, '127.43.7.4', 20002, () => [
    tdpAnswer({ mgt_encrypt_schm: { encrypt_type: 'KLAP', http_port: smart.route.port, lv: 2 } }),
  ]);
  await captureOf('127.43.7.4', me);
  const ofIot = plug.heard.flatMap((text) => {
    const { context: _, ...modules } = JSON.parse(text) as Record<string, object>;
    return Object.values(modules).flatMap((methods) => Object.keys(methods));
  });
  const ofSmart = smart.heard.map((text) => {
    const { method, params } = JSON.parse(text) as { method: string; params?: { requestData?: { method: string } } };
    return method === 'control_child' ? (params?.requestData?.method ?? '') : method;
  });
  const asked = [...ofIot, ...ofSmart];
  assert.ok(ofIot.length > 12 && ofSmart.length > 20, String(asked.length));
  for (const method of asked) assert.match(method, /^get_|^component_nego$/);
  assert.ok(
    plug.heard.some((text) => text.includes(`${sysinfo.deviceId}01`)),
    'outlets are asked by their whole id',
  );
});

test('another kind of device, and one that says nothing, is left alone', async (t) => {
  await virtualUdpPlug(t, '127.43.7.5', 20002, () => [
    tdpAnswer({ device_type: 'SMART.IPCAMERA', device_model: 'C200' }),
  ]);
  const camera = await captureOf('127.43.7.5', null);
  assert.deepEqual(camera.capture.session, { state: 'not-tried', why: 'not-a-plug' });
  await virtualUdpPlug(t, '127.43.7.6', 20002, () => [Buffer.from('0200000100002201010203040506070842', 'hex')]);
  const odd = await captureOf('127.43.7.6', null);
  assert.deepEqual(odd.capture.session, { state: 'not-tried', why: 'unknown-answer' });
  assert.equal(odd.capture.discovery[0]?.unreadableBytes, 17);
  const nobody = await run(['127.43.7.7', '--out', 'nobody.json']);
  assert.equal(nobody.exit, 1);
  assert.match(nobody.stderr, /^Asking.*\nsilent:/);
  assert.equal(existsSync(join(folder, 'nobody.json')), false);
});

test('what stands in the way is refused before the plug is asked, and nothing lies beside it', async (t) => {
  const here = mkdtempSync(join(folder, 'ways-'));
  writeFileSync(join(here, 'there.json'), 'before');
  mkdirSync(join(here, 'folder.json'));
  symlinkSync('nowhere', join(here, 'link.json'));
  for (const name of ['there.json', 'folder.json', 'link.json', 'no-folder/capture.json']) {
    const { exit, stderr } = await run(['127.43.7.9', '--out', join(here, name)]);
    assert.equal(exit, 2, `${name}: ${stderr}`);
    assert.match(stderr, /^file-unwritable: .*\.json/);
  }
  assert.equal(readFileSync(join(here, 'there.json'), 'utf8'), 'before');
  const { at } = await startTestFleet(t, [{ model: 'HS103' }]);
  const file = join(here, 'new.json');
  assert.equal((await run([at(1), '--out', file])).exit, 0);
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o077, 0, 'for its owner alone');
  assert.deepEqual(readdirSync(here).sort(), ['folder.json', 'link.json', 'new.json', 'there.json']);
});

test('wrong usage says how it is used, and repeats nothing that was typed', async () => {
  for (const argv of [
    [],
    ['127.0.0.1'],
    ['a', 'b', '--out', 'x'],
    ['127.0.0.1', '--out', 'x', '--password', 'hunter22'],
  ]) {
    const { exit, stderr } = await run(argv);
    assert.equal(exit, 2);
    assert.match(stderr, /ADDRESS --out FILE/);
    assert.equal(stderr.includes('hunter22'), false);
  }
  const name = await run(['plug.local', '--out', 'x']);
  assert.deepEqual([name.exit, /bad-network/.test(name.stderr)], [2, true]);
  const empty = await run(['127.43.7.9', '--out', 'x', '--email', 'a@b.example']);
  assert.deepEqual([empty.exit, /no password/.test(empty.stderr)], [2, true]);
  assert.equal((await run(['--help'])).exit, 0);
});
