import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rooms } from './rooms.ts';

/** Imports and exports from somewhere (which may run over several lines), bare imports, and dynamic ones. */
const importPattern =
  /^(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** Every breach of the walls under `root`, as `file: why`. A folder with sources that is no room is a breach as well. */
export function breaches(root: string): string[] {
  const found: string[] = [];
  for (const folder of readdirSync(root)) {
    if (folder.startsWith('.') || folder === 'node_modules' || !statSync(join(root, folder)).isDirectory()) continue;
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((f) =>
      /\.tsx?$/.test(f),
    );
    const room = rooms[folder];
    if (!room) {
      if (files.length > 0) found.push(`${folder}/: has sources but stands in no row of tools/rooms.ts`);
      continue;
    }
    for (const name of files) {
      const file = join(root, folder, name);
      for (const [, from, bare, dynamic] of readFileSync(file, 'utf8').matchAll(importPattern)) {
        const target = from ?? bare ?? dynamic;
        const why = target === undefined ? undefined : breach(root, folder, file, target);
        if (why !== undefined) found.push(`${relative(root, file)}: ${why}`);
      }
    }
  }
  return found;
}

function breach(root: string, folder: string, file: string, target: string): string | undefined {
  const room = rooms[folder];
  if (!room) return 'no room';
  if (target.startsWith('node:')) return room.node ? undefined : `'${target}': this room has no Node`;
  if (!target.startsWith('.')) {
    const name = target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/');
    return room.packages.includes(name) ? undefined : `'${name}' is not a package of ${folder}/`;
  }
  const parts = relative(root, resolve(dirname(file), target)).split(sep);
  const [other] = parts;
  if (other === folder || other === undefined) return undefined;
  // tests may look behind the doors: they mirror the rooms
  if (folder === 'test' && rooms[other]) return undefined;
  if (!room.rooms.includes(other)) return `${folder}/ may not know ${other}/ ('${target}')`;
  // programs and what they are made of: there is no door
  if (other === 'tools') return undefined;
  return parts.length === 2 && parts[1] === 'index.ts' ? undefined : `'${target}' goes past the door of ${other}/`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = breaches(process.cwd());
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}
