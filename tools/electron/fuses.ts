/** Stands before the fuses in every Electron executable (electron: build/fuses/fuses.json5). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wireVersion = 1;

/** Electron's own defaults, in the order of the fuse wire. */
export const defaultFuses = {
  runAsNode: true,
  cookieEncryption: false,
  nodeOptions: true,
  nodeCliInspect: true,
  asarIntegrity: false,
  onlyLoadAppFromAsar: false,
  browserSpecificSnapshot: false,
  fileProtocolPrivileges: true,
} as const;

/**
 * Sets the fuses in an executable that is held in memory.
 * @throws RangeError where it is no Electron executable with these fuses
 */
export function setFuses(executable: Buffer, fuses: Readonly<Record<string, boolean>>): void {
  const at = executable.indexOf(sentinel);
  if (at < 0 || executable.indexOf(sentinel, at + 1) >= 0) throw new RangeError('found no fuse wire, or several');
  const [version, count] = [executable[at + sentinel.length], executable[at + sentinel.length + 1]];
  const wanted = Object.values(fuses);
  if (version !== wireVersion || count !== wanted.length) {
    throw new RangeError(`the fuse wire has version ${version} and ${count} fuses, expected 1 and ${wanted.length}`);
  }
  executable.write(wanted.map((on) => (on ? '1' : '0')).join(''), at + sentinel.length + 2, 'latin1');
}
