import type { FuzzTarget } from './fuzz-target.ts';
import { dialectTargets } from './targets/dialects.ts';
import { discoveryTargets } from './targets/discovery.ts';
import { fileTargets } from './targets/files.ts';
import { jsonTargets } from './targets/plug-json.ts';
import { tpapTargets } from './targets/tpap.ts';
import { transportTargets } from './targets/transports.ts';

/** Every parser of bytes that others wrote, those that take longest first: then no thread is left alone with one. */
export const allTargets: readonly FuzzTarget[] = [
  ...dialectTargets,
  ...jsonTargets,
  ...discoveryTargets,
  ...transportTargets,
  ...tpapTargets,
  ...fileTargets,
];

/** @throws RangeError for a name that no target has */
export function targetNamed(name: string): FuzzTarget {
  const target = allTargets.find((one) => one.name === name);
  if (!target) throw new RangeError(`no target '${name}'; there are ${allTargets.map((one) => one.name).join(' ')}`);
  return target;
}
