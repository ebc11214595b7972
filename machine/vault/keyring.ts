import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The keyring of the operating system, for one vault. */
export interface Keyring {
  /** The key text; undefined where the keyring has none, refuses or does not answer. */
  get(): string | undefined;
  /** Whether it was stored. */
  set(text: string): boolean;
}

/** A person may be asked to unlock the keyring before it answers. */
const waitMs = 60_000;

/**
 * Each call is a process of its own. Measured on Linux: with a session bus that takes the connection and never answers
 * the binding blocks its thread for ever, and neither a timer nor the end of a worker gets it back; a process can be
 * killed. It costs about 80 ms, once per vault that is opened. Secrets travel over pipes, never as arguments.
 * @param program what to start, with its first arguments: where this is no plain Node, it cannot run a script
 */
export const osKeyring = (account: string, program: readonly string[] = ownProgram()): Keyring => ({
  get() {
    const { status, stdout } = call(program, 'get', account, '');
    return status === 0 ? stdout : undefined;
  },
  set: (text) => call(program, 'set', account, text).status === 0,
});

const ownProgram = (): string[] => [process.execPath, fileURLToPath(new URL('./keyring-process.ts', import.meta.url))];

function call(
  [executable = '', ...first]: readonly string[],
  action: 'get' | 'set',
  account: string,
  input: string,
): { status: number | null; stdout: string } {
  return spawnSync(executable, [...first, action, account], {
    input,
    encoding: 'utf8',
    timeout: waitMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}
