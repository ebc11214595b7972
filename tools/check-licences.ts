import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences a shipped or built-with package may carry. Anything else must be looked at by a person first. */
const allowed = new Set(
  (
    'MIT ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD BlueOak-1.0.0 Unlicense CC0-1.0 CC-BY-4.0 OFL-1.1 Python-2.0 ' +
    'MIT-0 Zlib WTFPL (MIT OR Apache-2.0) (MIT AND Zlib) (MIT OR CC0-1.0) (BSD-2-Clause OR MIT OR Apache-2.0)'
  )
    .split(' ')
    .filter((s) => !/[()]|^OR$|^AND$/.test(s)),
);

/** Packages that name no licence in their package.json; a person read the LICENSE file in them. */
const readByHand: Readonly<Record<string, string>> = { 'node_modules/png-js': 'MIT' };

/** Weak copyleft, in tools that build or test and of which nothing gets into the product. */
const toolsOnly = /^node_modules\/(axe-core|lightningcss(-[a-z0-9-]+)?)$/;

const isAllowed = (expression: string): boolean => {
  const bare = expression.replace(/[()]/g, '');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isAllowed);
  return bare.split(' AND ').every((one) => allowed.has(one.trim()));
};

interface LockEntry {
  license?: string;
  optional?: boolean;
}
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, LockEntry> };
const bad: string[] = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  const manifest = join(path, 'package.json');
  const installed = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { license?: string }).license
    : undefined;
  const licence = entry.license ?? installed ?? readByHand[path];
  if (licence === undefined && entry.optional) continue; // another platform's binary of a package that is checked here
  if (licence === 'MPL-2.0' && toolsOnly.test(path)) continue;
  if (licence === undefined || !isAllowed(licence)) bad.push(`${path}: ${licence ?? 'no licence named'}`);
}
for (const line of bad) console.error(line);
if (bad.length > 0) process.exitCode = 1;
