import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { found, type Lock, sbom, shippedPackages } from '../../tools/sbom.ts';

const root = join(import.meta.dirname, '..', '..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
const manifest = z
  .object({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const entries = Object.entries(lock.packages).filter(([path]) => path !== '');

test('the bill of materials is the one that the lock file gives', () => {
  assert.equal(readFileSync(join(root, 'docs', 'sbom.cdx.json'), 'utf8'), sbom(lock), 'run: npm run generate');
});

const Component = z.object({ 'bom-ref': z.string(), name: z.string(), version: z.string(), hashes: z.unknown() });
const Bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(Component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});

test('npm itself says the same of every package that is in it', () => {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  // works on the lock file alone: nothing is asked of any registry
  const theirs = Bom.parse(JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })));
  const known = new Map(theirs.components.map((one) => [`${one.name}@${one.version}`, one]));
  const ours = Bom.parse(JSON.parse(sbom(lock)));
  for (const { name, version, hashes } of ours.components)
    assert.deepEqual(known.get(`${name}@${version}`)?.hashes, hashes, name);
  for (const name of shippedPackages())
    assert.ok(
      ours.components.some((one) => one.name === name),
      name,
    );
  const refs = new Set(ours.components.map((one) => one['bom-ref']));
  assert.equal(refs.size, ours.components.length);
  for (const { dependsOn } of ours.dependencies) for (const ref of dependsOn) assert.ok(refs.has(ref), ref);
});

test('every locked package is pinned by a strong hash', () => {
  for (const [path, { version, integrity }] of entries) {
    assert.ok(version, path);
    assert.match(integrity ?? '', /^sha512-[A-Za-z0-9+/]{86}==$/, path);
  }
});

test('native parts for Windows and macOS are locked too, not only those of the machine that locked them', () => {
  const families = entries.flatMap(([path, { optionalDependencies = {} }]) => {
    const names = Object.keys(optionalDependencies);
    for (const name of names) assert.ok(found(lock, path, name), `${path} lacks ${name}`);
    return names.some((name) => /linux/.test(name)) ? [{ path, names }] : [];
  });
  assert.ok(families.some(({ path }) => path === 'node_modules/@napi-rs/keyring'));
  for (const { path, names } of families)
    for (const platform of ['linux-x64', 'win32-x64', 'darwin-x64', 'darwin-arm64'])
      assert.ok(
        names.some((name) => name.includes(platform)),
        `${path} has nothing for ${platform}`,
      );
});

test('a package that runs something when it is installed is one that a person decided on', () => {
  const scripted = entries.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path);
  for (const path of scripted)
    assert.ok(Object.hasOwn(manifest.allowScripts, path.replace(/^.*node_modules\//, '')), path);
  // the only one that may: the Node that runs the scripts of this project
  const allowed = Object.entries(manifest.allowScripts).flatMap(([name, isAllowed]) => (isAllowed ? [name] : []));
  assert.deepEqual(allowed, ['node']);
});
