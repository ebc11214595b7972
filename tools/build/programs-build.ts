import { resolve } from 'node:path';
import { build } from 'vite';
import { noticesPlugin } from './notices-plugin.ts';
import { programBuild } from './program-build.ts';

const root = resolve(import.meta.dirname, '../..');

/** Builds the command line and the desktop app into `dist`, with what they share in common. */
export async function buildPrograms(): Promise<void> {
  const outDir = resolve(root, 'dist');
  const source = (path: string): string => resolve(root, path);
  const input = {
    cli: source('cli/main.ts'),
    'desktop-main': source('electron/main.ts'),
    'desktop-host': source('electron/host-process.ts'),
    'desktop-relay': source('electron/relay-process.ts'),
  };
  await build(programBuild({ outDir, input, plugins: [noticesPlugin(root)] }));
  await build(programBuild({ outDir, input: { 'desktop-preload': source('electron/preload.ts') }, format: 'cjs' }));
}
