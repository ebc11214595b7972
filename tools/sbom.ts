import { rooms } from './rooms.ts';

/** What an entry of package-lock.json tells of one installed package. */
export interface LockEntry {
  name?: string;
  version?: string;
  integrity?: string;
  license?: string;
  optional?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface Lock {
  packages: Record<string, LockEntry>;
}

/** Rooms of which nothing is shipped. */
const unshipped: readonly string[] = ['test', 'tools', 'bench'];

/** npm packages that the shipped rooms may use. */
export const shippedPackages = (): string[] => [
  ...new Set(
    Object.entries(rooms)
      .filter(([name]) => !unshipped.includes(name))
      .flatMap(([, room]) => room.packages),
  ),
];

const nameOf = (path: string, entry: LockEntry): string => entry.name ?? path.replace(/^.*node_modules\//, '');

/** Where a package that stands at `from` finds the one it names, as Node looks for it; undefined where it is nowhere. */
export function found(lock: Lock, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (lock.packages[path] !== undefined) return path;
    if (at === '') return undefined;
  }
}

const neededBy = (lock: Lock, path: string): string[] => {
  const { dependencies, optionalDependencies, peerDependencies } = lock.packages[path] ?? {};
  const names = Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies });
  return [...new Set(names.flatMap((name) => found(lock, path, name) ?? []))].sort();
};

/** `sha512-…` in base64, as SBOMs write it. */
function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', base64 = ''] = integrity.split('-');
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(base64, 'base64').toString('hex') };
}

const licencesOf = (licence: string | undefined): { licenses?: object[] } => {
  if (licence === undefined) return {};
  return { licenses: [/ (?:OR|AND) /.test(licence) ? { expression: licence } : { license: { id: licence } }] };
};

/**
 * The bill of materials (CycloneDX) of what is shipped: the packages of the shipped rooms and all that these need, on any
 * platform. The same lock file gives the same text: it carries no date and no number of its own.
 */
export function sbom(lock: Lock, names: readonly string[] = shippedPackages()): string {
  const own = lock.packages[''];
  const tops = names.flatMap((name) => found(lock, '', name) ?? []).sort();
  const paths = new Set<string>();
  for (const queue = [...tops]; ; ) {
    const path = queue.pop();
    if (path === undefined) break;
    if (paths.has(path)) continue;
    paths.add(path);
    queue.push(...neededBy(lock, path));
  }
  const refOf = (path: string): string => {
    const entry = lock.packages[path] ?? {};
    return `pkg:npm/${nameOf(path, entry).replace('@', '%40')}@${entry.version}`;
  };
  // the same version may stand at several places
  const byRef = new Map([...paths].sort().map((path) => [refOf(path), path]));
  const ownRef = `pkg:npm/${own?.name}@${own?.version}`;
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': ownRef, name: own?.name, version: own?.version, purl: ownRef },
    },
    components: [...byRef].map(([ref, path]) => {
      const entry = lock.packages[path] ?? {};
      return {
        type: 'library',
        'bom-ref': ref,
        name: nameOf(path, entry),
        version: entry.version,
        scope: entry.optional ? 'optional' : 'required',
        purl: ref,
        ...(entry.integrity === undefined ? {} : { hashes: [hashOf(entry.integrity)] }),
        ...licencesOf(entry.license),
      };
    }),
    dependencies: [
      { ref: ownRef, dependsOn: tops.map(refOf) },
      ...[...byRef].map(([ref, path]) => ({ ref, dependsOn: [...new Set(neededBy(lock, path).map(refOf))] })),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
