import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rooms } from '../rooms.ts';
import { buildPage } from './page-build.ts';
import { buildPrograms } from './programs-build.ts';

const root = resolve(import.meta.dirname, '../..');
/** Rooms of which nothing is built. */
const elsewhere = new Set(['test', 'bench', 'tools']);

/** What both builds write last. */
const results = ['dist/desktop-preload.cjs', 'dist/page/index.html'];

/** Builds what is missing or older than a source of it. */
export async function buildIfOld(): Promise<void> {
  const timeOf = (path: string): number => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);
  const built = Math.min(...results.map(timeOf));
  const sources = Object.keys(rooms)
    .filter((room) => !elsewhere.has(room))
    .flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((f) => join(room, f)));
  const isOld = built < Math.max(...[...sources, 'package-lock.json'].map(timeOf));
  if (!isOld) return;
  console.error('Building the window …');
  await buildPrograms();
  await buildPage();
}
