import type { SmartMethods } from './smart-method.ts';

/** Asked of dimmers. */
export const presetMethods: SmartMethods = {
  get_preset_rules: () => ({ brightness: [100, 70, 40, 15, 5] }),
};
