import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the window's page into dist/page. */
export async function buildPage(): Promise<void> {
  rmSync(`${root}dist/page`, { recursive: true, force: true });
  await build({
    configFile: false,
    logLevel: 'warn',
    root: `${root}renderer`,
    // files are asked for from the page's own folder, whatever the page's path is
    base: '/',
    plugins: [react()],
    build: { outDir: `${root}dist/page`, emptyOutDir: true, target: 'chrome130', assetsInlineLimit: 0 },
  });
}

if (import.meta.main) await buildPage();
