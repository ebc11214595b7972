import type { InlineConfig } from 'vite';

export interface Program {
  /** Where the bundle goes; what is there stays. */
  outDir: string;
  /** Sources by the name of the file each becomes. */
  input: Readonly<Record<string, string>>;
  /** What is found in node_modules at run time: packages with a compiled part, and Electron's own module. */
  external: readonly string[];
}

/** Vite's settings for a bundle that runs in Node or in Electron's Node (20 in the tests), as ES modules. */
export const programBuild = ({ outDir, input, external }: Program): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, external: [...external], target: 'node' },
  build: {
    ssr: true,
    outDir,
    target: 'node20',
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      external: [...external, /^node:/],
      input: { ...input },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
    },
  },
});
