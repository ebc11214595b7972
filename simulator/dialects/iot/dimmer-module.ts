import type { IotModule } from './iot-method.ts';

/** Asked of wall dimmers. */
export const dimmerModule: IotModule = {
  get_dimmer_parameters: () => ({
    bulb_type: 1,
    fadeOnTime: 800,
    fadeOffTime: 1200,
    gentleOnTime: 4000,
    gentleOffTime: 9000,
    minThreshold: 8,
    rampRate: 25,
  }),
  set_brightness: ({ state, args }) => {
    const { brightness } = args;
    const [dimmer] = state.outlets;
    if (dimmer === undefined || typeof brightness !== 'number' || brightness < 0 || brightness > 100) return -3;
    dimmer.level = brightness;
    return {};
  },
};
