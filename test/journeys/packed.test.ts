import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { z } from 'zod';
import { readPdf } from '../paper/read-pdf.ts';
import { PlugsDocument } from './fleet-cli.ts';

const project = join(import.meta.dirname, '..', '..');
const Manifest = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const manifestOf = (folder: string) => Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));

/** Without npm's own settings: this may run inside `npm test`. Node 24 comes first, as for one who has installed it. */
const settings = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name));
const env = {
  ...Object.fromEntries(settings),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  PLUGFLEET_NO_KEYRING: '1',
};
// on Windows npm and what it installs are .cmd files
const options = { env, shell: process.platform === 'win32', timeout: 300_000 };
const run = promisify(execFile);
const hasNpm = spawnSync('npm', ['--version'], { ...options, stdio: 'ignore' }).status === 0;

/** The folders of everything npm would fetch beside the bundle, as `npm ci` installed them here. */
function runtimePackages(): string[] {
  const found = new Set<string>();
  const collect = (folder: string): void => {
    const { dependencies, optionalDependencies } = manifestOf(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = join(project, 'node_modules', name);
      // the compiled parts for other platforms are not here
      if (found.has(next) || !existsSync(next)) continue;
      found.add(next);
      collect(next);
    }
  };
  collect(project);
  return [...found];
}

/** Packs this project and installs it in an empty folder. Nothing is fetched: what it needs is packed from here too. */
async function installElsewhere(t: TestContext): Promise<{ there: string; packed: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-packed-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [parcels, there] = [join(folder, 'parcels'), join(folder, 'there')];
  for (const made of [parcels, there]) mkdirSync(made);
  writeFileSync(join(there, 'package.json'), '{ "private": true }');
  const pack = ['pack', '--silent', '--pack-destination', parcels];
  await run('npm', pack, { ...options, cwd: project });
  await run('npm', [...pack, '--ignore-scripts', ...runtimePackages()], { ...options, cwd: there });
  const files = readdirSync(parcels).map((name) => join(parcels, name));
  const alone = ['--offline', '--cache', join(folder, 'cache'), '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...alone, ...files], { ...options, cwd: there });
  return { there, packed: join(there, 'node_modules', 'plugfleet') };
}

test('packed and installed elsewhere, it keeps a fleet and prints cards', {
  skip: hasNpm ? false : 'npm is not on PATH',
}, async (t) => {
  const { there, packed } = await installElsewhere(t);
  const command = join(there, 'node_modules', '.bin', 'plugfleet');
  const type = async (...args: string[]) => (await run(command, args, { ...options, cwd: there })).stdout;

  assert.equal((await type('--version')).trim(), manifestOf(project).version);

  writeFileSync(join(there, 'list.csv'), 'mac,model,label,site,owned\n50:C7:BF:00:00:01,HS110(EU),Lamp 灯,HQ,yes\n');
  await type('import', 'list.csv', '--db', 'fleet.db');
  const { plugs } = PlugsDocument.parse(JSON.parse(await type('list', '--json', '--db', 'fleet.db')));
  assert.deepEqual(
    plugs.map(({ mac, label }) => [mac, label]),
    [['50:C7:BF:00:00:01', 'Lamp 灯']],
  );

  await type('checklist', '--all', '--out', 'cards.pdf', '--db', 'fleet.db');
  const { source, pages } = readPdf(readFileSync(join(there, 'cards.pdf')));
  assert.ok(pages > 0);
  for (const font of ['NotoSans-Regular', 'NotoSans-Bold', 'NotoSansSC-Bold']) assert.match(source, new RegExp(font));

  const start = (name: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(packed, 'dist', name), ...args], {
      encoding: 'utf8',
      env: { ...env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
    });
  // what is started as a process of its own starts; whether there is a keyring is not asked here
  assert.doesNotMatch(
    start('machine-vault-keyring-process.js', 'get', 'nobody').stderr,
    /MODULE_NOT_FOUND|SyntaxError/,
  );
  assert.equal(start('simulator-main.js', '--help').status, 0);

  const texts = readFileSync(join(packed, 'dist', 'THIRD-PARTY.txt'), 'utf8');
  for (const name of ['pdfkit', 'zod', '@expo-google-fonts/noto-sans-sc'])
    assert.match(texts, new RegExp(`^${name} `, 'm'));
  assert.match(texts, /SIL OPEN FONT LICENSE/i);
});
