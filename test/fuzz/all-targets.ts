import type { FuzzTarget } from './fuzz-target.ts';
import { dialectTargets } from './targets/dialects.ts';
import { discoveryTargets } from './targets/discovery.ts';
import { fileTargets } from './targets/files.ts';
import { jsonTargets } from './targets/plug-json.ts';
import { transportTargets } from './targets/transports.ts';

/** Every parser of bytes that others wrote. */
export const allTargets: readonly FuzzTarget[] = [
  ...jsonTargets,
  ...discoveryTargets,
  ...transportTargets,
  ...dialectTargets,
  ...fileTargets,
];
