import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on, in one line. */
export function machineWords(): string {
  const [first] = cpus();
  const load = loadavg().map((one) => one.toFixed(2));
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${memory} GiB, ${process.platform}, Node ${process.versions.node}; load ${load.join(' ')}`;
}

/** Linux counts a process's time in hundredths of a second. */
const tickMs = 10;

/** Processor time that a process has used; not a number where the system does not tell. */
export function processorMs(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  // the name, in brackets, may hold blanks; user and system time are the 14th and 15th field
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}
