#!/usr/bin/env node
// Stands in for fpm, which electron-builder would download to make a deb: the same arguments, carried out by dpkg-deb.
// Only what `-s dir -t deb` asks for. Plain JavaScript, since electron-builder starts it with whatever Node is there.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const without = new Set(['--force', '--debug']);
const many = new Set(['d', 'deb-recommends']);
const options = new Map();
const files = [];
const given = process.argv.slice(2);
for (let at = 0; at < given.length; at += 1) {
  const arg = given[at];
  if (without.has(arg)) continue;
  if (!arg.startsWith('-')) {
    files.push(arg);
    continue;
  }
  const key = arg.replace(/^--?/, '');
  at += 1;
  options.set(key, many.has(key) ? [...(options.get(key) ?? []), given[at]] : given[at]);
}
if (options.get('s') !== 'dir' || options.get('t') !== 'deb') throw new Error('only -s dir -t deb');

const root = mkdtempSync(join(tmpdir(), 'plugfleet-deb-'));
chmodSync(root, 0o755);
try {
  for (const file of files) {
    const at = file.lastIndexOf('=');
    const from = file.slice(0, at);
    const to = join(root, file.slice(at + 1));
    const isFolder = from.endsWith('/');
    mkdirSync(isFolder ? to : dirname(to), { recursive: true });
    if (isFolder) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    else copyFileSync(from, to);
  }
  const kilobytes = Number.parseInt(execFileSync('du', ['-sk', root], { encoding: 'utf8' }), 10);
  const description = String(options.get('description')).trim().split('\n');
  const control = {
    Package: options.get('name'),
    Version: options.get('version'),
    Architecture: options.get('architecture'),
    Maintainer: options.get('maintainer'),
    'Installed-Size': String(kilobytes),
    Depends: options.get('d')?.join(', '),
    Recommends: options.get('deb-recommends')?.join(', '),
    Section: options.get('category') ?? 'default',
    Priority: options.get('deb-priority') ?? 'optional',
    Homepage: options.get('url'),
    License: options.get('license'),
    Description: description.map((line, index) => (index === 0 ? line.trim() : ` ${line.trim() || '.'}`)).join('\n'),
  };
  mkdirSync(join(root, 'DEBIAN'));
  const lines = Object.entries(control).flatMap(([key, value]) => (value ? [`${key}: ${value}\n`] : []));
  writeFileSync(join(root, 'DEBIAN/control'), lines.join(''));
  for (const [option, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    const script = options.get(option);
    if (script === undefined) continue;
    copyFileSync(script, join(root, 'DEBIAN', name));
    chmodSync(join(root, 'DEBIAN', name), 0o755);
  }
  execFileSync(
    'dpkg-deb',
    ['--build', '--root-owner-group', '-Zgzip', '-z1', root, options.get('p') ?? options.get('package')],
    {
      stdio: 'inherit',
    },
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
