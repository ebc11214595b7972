import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Up to the name of the innermost package a file belongs to. */
const packageFolder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
const licenceFile = /^(licen[cs]e|copying|notice)/i;

/**
 * Adds THIRD-PARTY.txt: the licence texts of every package of which something is in the bundle, as most of them ask.
 * What npm installs beside the bundle brings its own.
 * @param root of the build: what is named by a relative path is named from there
 */
export const noticesPlugin = (root: string): Plugin => ({
  name: 'plugfleet-notices',
  generateBundle(_options, bundle) {
    const folders = new Set<string>();
    for (const part of Object.values(bundle)) {
      for (const file of part.type === 'chunk' ? part.moduleIds : part.originalFileNames) {
        // virtual modules start with a zero byte
        const folder = packageFolder.exec(resolve(root, file.replace(/^\0/, '')))?.[0];
        if (folder !== undefined) folders.add(folder);
      }
    }
    const source = [...folders]
      .map(notice)
      .sort()
      .join(`\n${'-'.repeat(80)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source });
  },
});

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => licenceFile.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `${[`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n')}\n`;
}
