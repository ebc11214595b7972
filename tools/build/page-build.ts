import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { noticesPlugin } from './notices-plugin.ts';

const root = resolve(import.meta.dirname, '../..');

/** A group is named after all the screens that share it. */
const shortName = (name: string): string => (name.startsWith('shared~') ? 'shared' : (name.split('.')[0] ?? name));

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
      // what screens share, in a few files: each one more is a request before the first row
      rolldownOptions: {
        output: {
          chunkFileNames: ({ name }) => `assets/${shortName(name)}-[hash].js`,
          assetFileNames: ({ names }) => `assets/${shortName(names[0] ?? 'file')}-[hash][extname]`,
          codeSplitting: {
            groups: [
              { name: 'shared', test: /\.[cm]?[jt]sx?$/, entriesAware: true, entriesAwareMergeThreshold: 200_000 },
            ],
          },
        },
      },
    },
  });
}
