import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The interpreter for the Python strangers, or why there is none that can import these. */
export async function findPython(modules = 'kasa, plugp100, tapo'): Promise<{ python: string } | { missing: string }> {
  const python = process.env['PLUGFLEET_STRANGERS_PYTHON'] ?? here('../../.venv/bin/python');
  if (!existsSync(python)) return { missing: `${modules} are not installed: no ${python}` };
  try {
    await run(python, ['-c', `import ${modules}`]);
    return { python };
  } catch (cause) {
    return { missing: `${modules} are not installed: ${lastLine(String(cause))}` };
  }
}

/** Runs one of the scripts beside this file; `wish` goes in as JSON, what it prints comes back parsed. */
export async function drive<T>(python: string, script: string, wish: object): Promise<T> {
  const { stdout } = await run(python, [here(script), JSON.stringify(wish)], { timeout: 60_000 });
  return JSON.parse(stdout);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? text;
}
