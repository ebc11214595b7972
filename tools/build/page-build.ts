import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { noticesPlugin } from './notices-plugin.ts';

const root = resolve(import.meta.dirname, '../..');

/** Builds the window's page into `dist/page`. */
export async function buildPage(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: resolve(root, 'renderer'),
    // the same page answers under `/` and under `/practice/`
    base: '/',
    plugins: [react(), noticesPlugin(resolve(root, 'renderer'))],
    build: {
      outDir: resolve(root, 'dist/page'),
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1000,
    },
  });
}
