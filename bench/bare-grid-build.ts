import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds the page with the bare grid, in the way in which the window's own page is built. */
export async function buildBareGrid(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: resolve(import.meta.dirname, 'bare-grid'),
    base: './',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome130', assetsInlineLimit: 0 },
  });
}
