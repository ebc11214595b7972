import type { JsonObject } from '../../json.ts';
import { type DeviceState, isStrip, type OutletState } from '../../state/device-state.ts';
import type { OutletKind } from '../../state/models.ts';

const EVERYWHERE = {
  device: 2,
  time: 1,
  device_local_time: 1,
  schedule: 2,
  countdown: 2,
  antitheft: 1,
  default_states: 1,
  auto_off: 2,
};
const MAINS = { ...EVERYWHERE, quick_setup: 3, wireless: 1, account: 1, led: 1, cloud_connect: 1, iot_cloud: 1 };

const OF_KIND: Readonly<Record<OutletKind, Components>> = {
  relay: {},
  // without the calibration, clients take a dimmer for a bulb
  dimmer: { brightness: 1, preset: 1, dimmer_calibration: 1 },
  fan: { fan_control: 1 },
};

type Components = Readonly<Record<string, number>>;

/**
 * Component -> version. Only what is served is announced, so that a client that asks for all it sees gets answers; a
 * strip announces what its outlets serve as well.
 */
export function deviceComponents(state: DeviceState): Components {
  return {
    ...MAINS,
    ...meter(state),
    ...Object.assign({}, ...state.outlets.map(({ kind }) => OF_KIND[kind])),
    ...(isStrip(state) ? { control_child: 2, child_device: 2 } : {}),
    ...(state.matter ? { matter: 3 } : {}),
  };
}

export function childComponents(state: DeviceState, { kind }: OutletState): Components {
  return { ...EVERYWHERE, ...meter(state), ...OF_KIND[kind] };
}

function meter({ model }: DeviceState): Components {
  return model.meter === 'none' ? {} : { energy_monitoring: 2 };
}

export function componentList(components: Components): JsonObject {
  return { component_list: Object.entries(components).map(([id, version]) => ({ id, ver_code: version })) };
}
