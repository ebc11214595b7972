import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { namedDeb, whyNoDeb } from './named-deb.ts';

const skip = whyNoDeb() ?? false;
const folder = mkdtempSync(join(tmpdir(), 'plugfleet-contents-'));
const app = join(folder, 'opt/Plugfleet');
before(() => {
  if (skip === false) execFileSync('dpkg-deb', ['--extract', namedDeb(), folder]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  files?: Record<string, Entry>;
  unpacked?: boolean;
}

/** Paths in an archive of Electron's: a head in JSON after four sizes says what lies where. */
function pathsIn(archive: string): string[] {
  const bytes = readFileSync(archive);
  const head = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry;
  const below = (entry: Entry, path: string): string[] =>
    entry.files === undefined
      ? [path]
      : Object.entries(entry.files).flatMap(([name, one]) => below(one, path === '' ? name : `${path}/${name}`));
  return below(head, '');
}

test('the package holds what runs, for its own platform alone, and no sources or tests', { skip }, () => {
  const paths = pathsIn(join(app, 'resources/app.asar'));
  const packages = new Set(paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
  assert.deepEqual([...packages].sort(), ['@napi-rs/keyring', '@napi-rs/keyring-linux-x64-gnu', 'better-sqlite3']);
  assert.deepEqual(paths.filter((path) => path.endsWith('.node')).sort(), [
    'node_modules/@napi-rs/keyring-linux-x64-gnu/keyring.linux-x64-gnu.node',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ]);
  assert.deepEqual(
    paths.filter((path) => !/^(LICENSE|package\.json|dist\/.+|node_modules\/.+)$/.test(path)),
    [],
  );
  const sources = /\.(ts|tsx|mts|map|c|cc|cpp|h|gyp)$|(^|\/)(test|tests|bench|src|deps)\//;
  assert.deepEqual(
    paths.filter((path) => sources.test(path)),
    [],
  );
  // beside the archive lie the compiled parts, and what their packages need to find them
  const beside = readdirSync(join(app, 'resources/app.asar.unpacked'), { recursive: true, withFileTypes: true });
  assert.equal(beside.filter(({ name }) => name.endsWith('.node')).length, 2);
});

test('every licence goes with it: its own, those of what is bundled, and those of Electron', { skip }, () => {
  const paths = pathsIn(join(app, 'resources/app.asar'));
  for (const licence of [
    'LICENSE',
    'dist/THIRD-PARTY.txt',
    'dist/page/THIRD-PARTY.txt',
    'node_modules/better-sqlite3/LICENSE',
    'node_modules/@napi-rs/keyring/LICENSE',
    'node_modules/@napi-rs/keyring-linux-x64-gnu/LICENSE.third-party.md',
  ])
    assert.ok(paths.includes(licence), licence);
  assert.match(readFileSync(join(app, 'LICENSE.electron.txt'), 'utf8'), /Electron contributors/);
  assert.match(readFileSync(join(app, 'LICENSES.chromium.html'), 'utf8'), /<title>Credits<\/title>/);
});

/** In the order of Electron's fuses, version 1. */
const fuses = [
  'off, runs scripts as Node',
  'on, cookies are sealed',
  'off, NODE_OPTIONS',
  'off, debuggers of Node',
  'on, the archive is checked',
  'on, nothing but the archive is loaded',
  'off, a snapshot of its own for main',
  'off, file: has rights of its own',
];

test('the executable has its fuses set', { skip }, () => {
  const bytes = readFileSync(join(app, 'plugfleet-desktop'));
  const mark = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
  assert.ok(mark > 0);
  const [version, length = 0] = bytes.subarray(mark + 32);
  const wire = bytes.toString('latin1', mark + 34, mark + 34 + length);
  assert.equal(version, 1);
  assert.equal(wire, fuses.map((one) => (one.startsWith('on') ? '1' : '0')).join(''));
});

test('the desktop finds it: a name, a picture in every size, and a command that exists', { skip }, () => {
  const entry = readFileSync(join(folder, 'usr/share/applications/plugfleet-desktop.desktop'), 'utf8');
  const said = (key: string): string | undefined => new RegExp(`^${key}=(.*)$`, 'm').exec(entry)?.[1];
  assert.deepEqual([said('Name'), said('Icon'), said('Terminal')], ['Plugfleet', 'plugfleet-desktop', 'false']);
  assert.match(said('Exec') ?? '', /^\/opt\/Plugfleet\/plugfleet-desktop( |$)/);
  const icons = join(folder, 'usr/share/icons/hicolor');
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
    assert.ok(readdirSync(join(icons, `${size}x${size}/apps`)).includes('plugfleet-desktop.png'));
});
