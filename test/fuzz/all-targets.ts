import type { FuzzTarget } from './fuzz-target.ts';
import { contractTargets } from './targets/contract.ts';
import { dialectTargets } from './targets/dialects.ts';
import { discoveryTargets } from './targets/discovery.ts';
import { fileTargets } from './targets/files.ts';
import { httpTargets } from './targets/http.ts';
import { keptFileTargets } from './targets/kept-files.ts';
import { jsonTargets } from './targets/plug-json.ts';
import { tpapTargets } from './targets/tpap.ts';
import { transportTargets } from './targets/transports.ts';
import { typedTargets } from './targets/typed.ts';

/** Every parser of bytes that others wrote, those that take longest first: then no thread is left alone with one. */
export const allTargets: readonly FuzzTarget[] = [
  ...httpTargets,
  ...dialectTargets,
  ...jsonTargets,
  ...discoveryTargets,
  ...transportTargets,
  ...tpapTargets,
  ...fileTargets,
  ...keptFileTargets,
  ...contractTargets,
  ...typedTargets,
];

/** @throws RangeError for a name that no target has */
export function targetNamed(name: string): FuzzTarget {
  const target = allTargets.find((one) => one.name === name);
  if (!target) throw new RangeError(`no target '${name}'; there are ${allTargets.map((one) => one.name).join(' ')}`);
  return target;
}
