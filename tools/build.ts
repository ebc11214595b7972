import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';
import { noticesPlugin } from './build/notices-plugin.ts';
import { buildPage } from './build/page-build.ts';
import { programBuild } from './build/program-build.ts';

/**
 * Builds what is shipped into `dist`: Node takes no TypeScript from node_modules, so the command line is one bundle; the
 * window's page lies beside it.
 */
const root = resolve(import.meta.dirname, '..');
const outDir = resolve(root, 'dist');
rmSync(outDir, { recursive: true, force: true });
await build(programBuild({ outDir, input: { cli: resolve(root, 'cli/main.ts') }, plugins: [noticesPlugin()] }));
await buildPage();
