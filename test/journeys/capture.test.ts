import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { DEFAULT_ACCOUNT } from '../../simulator/index.ts';
import { runCapture } from '../../tools/capture/command.ts';
import { Capture } from '../../tools/capture/format.ts';
import { addLogin, freeAddresses, newDesk, startPlugs } from './fleet-cli.ts';
import { ErrorDocument } from './typed.ts';

test('an owner captures an odd plug; elsewhere it is played, found, read and wiped like the plug itself', async (t) => {
  const [here, there] = [await freeAddresses(), await freeAddresses()];
  const desk = newDesk(t);
  const file = join(desk.folder, 'odd.json');
  const firmware = '9.9.9 Build 261124 Rel.4711';
  const odd = { model: 'P115', firmware, hardware: '7.1', alias: 'Drying cabinet', address: `${here}.1.1`, watts: 0 };
  await startPlugs(t, { plugs: [odd] });
  const stderr = new PassThrough();
  const exit = await runCapture([odd.address, '--out', file, '--email', DEFAULT_ACCOUNT.email], {
    stdin: new PassThrough().end(`${DEFAULT_ACCOUNT.password}\n`),
    stdout: new PassThrough().resume(),
    stderr,
    cwd: desk.folder,
    signal: new AbortController().signal,
  });
  stderr.end();
  assert.equal(exit, 0, await text(stderr));
  assert.equal(readFileSync(file, 'utf8').includes('Drying cabinet'), false);
  const capture = Capture.parse(JSON.parse(readFileSync(file, 'utf8')));

  const fleet = await startPlugs(t, { plugs: [{ address: `${there}.1.1`, capture }], timeScale: 0.1 });
  await addLogin(desk);
  const scanned = await desk.run(['scan', '--network', `${there}.1.0/29`, '--own']);
  assert.equal(scanned.exit, 0, scanned.stderr);
  const [found] = await desk.plugs();
  assert.deepEqual([found?.model, found?.standing, found?.owned !== null], ['P115', 'ready', true]);
  const plan = await desk.plan('--all');
  assert.deepEqual(
    plan.items.map(({ way, reasons }) => ({ way, reasons })),
    [{ way: 'network', reasons: [] }],
  );
  const [read] = await desk.plugs();
  assert.deepEqual([read?.firmware, read?.hardware], [firmware, '7.1']);
  assert.match(read?.alias ?? '', /^fake[a-z]{10}$/);
  const ran = await desk.run(['run', plan.id, '--confirm', '1', '--quiet', '1']);
  assert.equal(ran.exit, 0, ran.stderr);
  const [truth] = await fleet.plugs();
  assert.deepEqual([truth?.erased, truth?.resetCommands.length], [true, 1]);
});

test('simulate plays a capture, and says what is wrong with a file that is none', async (t) => {
  const desk = newDesk(t);
  const prefix = await freeAddresses();
  const sysinfo = {
    mic_type: 'IOT.SMARTPLUGSWITCH',
    model: 'HS999(US)',
    mac: '02:26:8E:B9:1C:58',
    deviceId: '0'.repeat(40),
  };
  const capture = {
    format: 'plugfleet-capture',
    version: 1,
    discovery: [{ port: 9999, answer: { system: { get_sysinfo: { ...sysinfo, err_code: 0 } } } }],
    route: { dialect: 'iot', transport: 'xor', port: 9999, tls: false },
    session: { state: 'not-tried', why: 'not-a-plug' },
  };
  writeFileSync(join(desk.folder, 'played.json'), JSON.stringify(capture));
  writeFileSync(join(desk.folder, 'other.json'), '{}');
  writeFileSync(join(desk.folder, 'cut.json'), '{"format":');
  for (const [argv, code] of [
    [['--capture', 'nowhere.json'], 'file-unreadable'],
    [['--capture', 'cut.json'], 'file-unreadable'],
    [['--capture', 'other.json'], 'bad-input'],
    [['--capture', 'played.json', '--count', '3'], 'bad-input'],
  ] as const) {
    const refused = await desk.run(['simulate', '--base', `${prefix}.1.1`, ...argv]);
    assert.deepEqual([refused.exit, ErrorDocument.parse(refused.json).error.code], [2, code], argv.join(' '));
  }
  const running = desk.start(['simulate', '--capture', 'played.json', '--base', `${prefix}.1.1`]);
  const giveUpAtMs = Date.now() + 60_000;
  for (let models: string[] = []; models.length === 0; ) {
    assert.ok(Date.now() < giveUpAtMs, 'the played plug was never found');
    await desk.run(['scan', '--network', `${prefix}.1.1`]);
    models = (await desk.plugs()).map(({ model }) => model);
    if (models.length > 0) assert.deepEqual(models, ['HS999']);
  }
  running.kill('SIGINT');
  assert.equal((await running.ended).exit, 130);
});
