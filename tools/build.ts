import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildPage } from './build/page-build.ts';
import { buildPrograms } from './build/programs-build.ts';

/**
 * Builds what is shipped into `dist`: Node takes no TypeScript from node_modules, so the command line and the desktop
 * app are bundles; the window's page lies beside them.
 */
rmSync(resolve(import.meta.dirname, '../dist'), { recursive: true, force: true });
await buildPrograms();
await buildPage();
