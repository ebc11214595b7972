import type { Readable, Writable } from 'node:stream';

/** What a command line talks to: streams, surroundings, and the person's Ctrl-C. */
export interface Io {
  stdin: Readable & { isTTY?: boolean | undefined };
  stdout: Writable & { isTTY?: boolean | undefined };
  stderr: Writable & { isTTY?: boolean | undefined; columns?: number | undefined };
  env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  cwd: string;
  /** Calls back at every Ctrl-C (or SIGTERM, as `term`) until the returned function is called. */
  onInterrupt(callback: (how: 'int' | 'term') => void): () => void;
}

/**
 * A reader that went away (`plugfleet list | head`) is no reason to end: a run under way, with resets on the wire,
 * must not die of it. What is written then goes nowhere.
 */
function outlivingReader<S extends Writable>(stream: S): S {
  return stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Our own `npm run plugfleet` starts in the package's folder and says in INIT_CWD where the person stands. */
function standing(env: NodeJS.ProcessEnv): string {
  const isOurScript = env['npm_package_name'] === 'plugfleet' && env['npm_lifecycle_event'] === 'plugfleet';
  return (isOurScript ? env['INIT_CWD'] : undefined) ?? process.cwd();
}

/** From now on whatever this process makes is its user's alone, also what SQLite makes: databases and what lies beside. */
export function keepToSelf(): void {
  process.umask(0o077);
}

/** The real thing. */
export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: outlivingReader(process.stdout),
  stderr: outlivingReader(process.stderr),
  env: process.env,
  cwd: standing(process.env),
  onInterrupt(callback) {
    const int = (): void => callback('int');
    const term = (): void => callback('term');
    process.on('SIGINT', int);
    process.on('SIGTERM', term);
    return () => {
      process.off('SIGINT', int);
      process.off('SIGTERM', term);
    };
  },
});
