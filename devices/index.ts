export {
  knownModels,
  modelFacts,
  pressSteps,
} from './catalog/model-facts.ts';
export type { ModelFacts } from './catalog/model-schema.ts';
export { sourceTitle } from './catalog/sources.ts';
export {
  broadcastOf,
  contains,
  hostCount,
  hostsOf,
  parseNetwork,
} from './discovery/networks.ts';
export { familyOf } from './kinds.ts';
export {
  type HttpShape,
  type Observed,
  observePlug,
  type ReadAnswer,
} from './observing/observe-plug.ts';
export { openDevices } from './open-devices.ts';
export { ownerHash } from './owner-hash.ts';
