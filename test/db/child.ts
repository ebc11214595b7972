import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Scratch } from './scratch.ts';

/** Another process that runs one of the `.child.ts` files beside this one. */
export interface Child {
  process: ChildProcess;
  /** Resolves with everything it wrote as soon as that holds `lines` lines, or with what it wrote till its end. */
  said(lines: number): Promise<string[]>;
  /** SIGKILL: no handler of it runs. Resolves with all it wrote once the process is gone. */
  kill(): Promise<string[]>;
}

export function startChild({ undoing }: Scratch, name: string, ...args: string[]): Child {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  undoing(() => child.kill('SIGKILL'));
  let running = true;
  const closed = once(child, 'close').then(() => {
    running = false;
  });
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const lines = () => written.split('\n').slice(0, -1);
  return {
    process: child,
    said: async (count) => {
      while (lines().length < count && running) {
        await Promise.race([once(child.stdout, 'data'), closed]);
      }
      return lines();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
      return lines();
    },
  };
}
