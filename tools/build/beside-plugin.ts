import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Sources name what lies beside them in these two ways only. */
const besideSource = /new URL\('(\.[^']+)', import\.meta\.url\)/g;
const inPackage = /import\.meta\.resolve\('([^']+)'\)/g;
/** These would name the place of the bundle. */
const otherWays = /import\.meta\.(dirname|filename|resolve)\b/;

const slashed = (path: string): string => path.split(sep).join('/');

/**
 * Brings along what a program looks for beside its sources at run time, and turns the places into those of the bundle:
 * folders (migrations), files of packages (fonts), and sources that are started as a process or a worker of their own,
 * which become bundles themselves. Only files at the top of the project stay where they are. All output lies in one
 * folder without folders of programs in it, so `./` is the same from every chunk.
 */
export function besidePlugin(root: string, outDir: string): Plugin {
  const isOwn = (id: string): boolean => id.startsWith(root + sep) && !id.includes(`${sep}node_modules${sep}`);
  return {
    name: 'plugfleet-beside',
    enforce: 'pre',
    transform(code, id) {
      if (!isOwn(id)) return null;
      const emit = (fileName: string, file: string): void => {
        this.emitFile({ type: 'asset', fileName, originalFileName: file, source: readFileSync(file) });
      };
      const place = (target: string): string => {
        const path = resolve(dirname(id), target);
        if (statSync(path).isDirectory()) {
          for (const name of readdirSync(path)) emit(`${basename(path)}/${name}`, join(path, name));
          return `./${basename(path)}/`;
        }
        if (/\.ts$/.test(path)) {
          const fileName = `${slashed(relative(root, path)).replaceAll('/', '-').slice(0, -'.ts'.length)}.js`;
          this.emitFile({ type: 'chunk', id: path, fileName });
          return `./${fileName}`;
        }
        if (dirname(path) !== root) throw new RangeError(`${id}: the build knows no way to bring ${target} along`);
        return slashed(relative(outDir, path));
      };
      const found = code
        .replaceAll(besideSource, (_all, target: string) => `new URL('${place(target)}', import.meta.url)`)
        .replaceAll(inPackage, (_all, target: string) => {
          const file = fileURLToPath(import.meta.resolve(target));
          const fileName = `fonts/${basename(file)}`;
          emit(fileName, file);
          return `new URL('./${fileName}', import.meta.url).href`;
        });
      const [other] = otherWays.exec(found) ?? [];
      if (other !== undefined) throw new RangeError(`${id}: ${other} is not known to the build; see besidePlugin`);
      return found === code ? null : { code: found, map: null };
    },
  };
}
