import { resolve } from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import { besidePlugin } from './beside-plugin.ts';

/** What is found in node_modules at run time: the packages with a compiled part, and Electron's own module. */
const external = ['better-sqlite3', '@napi-rs/keyring', 'electron'];

const root = resolve(import.meta.dirname, '../..');

export interface Program {
  /** Where the bundle goes; what is there stays. */
  outDir: string;
  /** Sources by the name of the file each becomes. */
  input: Readonly<Record<string, string>>;
  /** Electron's sandbox takes CommonJS only, in one file; everything else is ES modules. */
  format?: 'es' | 'cjs';
  plugins?: readonly Plugin[];
}

/** Vite's settings for a bundle that runs in Node or in Electron's Node (20 in the tests). */
export const programBuild = ({ outDir, input, format = 'es', plugins = [] }: Program): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'warn',
  publicDir: false,
  plugins: [besidePlugin(root, outDir), ...plugins],
  ssr: { noExternal: true, external, target: 'node' },
  build: {
    ssr: true,
    outDir,
    target: 'node20',
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    // Vite leaves out what a bundle for a server only refers to
    ssrEmitAssets: true,
    rolldownOptions: {
      external: [...external, /^node:/],
      input: { ...input },
      output: {
        format,
        entryFileNames: format === 'es' ? '[name].js' : '[name].cjs',
        chunkFileNames: 'chunk-[hash].js',
      },
    },
  },
});
