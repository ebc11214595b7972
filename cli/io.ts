import type { Readable, Writable } from 'node:stream';

/** What a command line talks to: streams, surroundings, and the person's Ctrl-C. */
export interface Io {
  stdin: Readable & { isTTY?: boolean | undefined };
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean | undefined; columns?: number | undefined };
  env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  cwd: string;
  /** Calls back at every Ctrl-C (or SIGTERM, as `term`) until the returned function is called. */
  onInterrupt(callback: (how: 'int' | 'term') => void): () => void;
}

/** The real thing. `npm run` starts in the package's folder and says in INIT_CWD where the person stands. */
export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
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
