import type { JsonObject } from '../../json.ts';
import { type DeviceState, isStrip, type OutletState } from '../../state/device-state.ts';
import { md5 } from '../../wire/hashes.ts';

/** The answer of `get_sysinfo`; a strip tells its outlets as children, a bulb words some of it differently. */
export function sysinfo(state: DeviceState, nowMs: number): JsonObject {
  const { model } = state;
  const common: JsonObject = {
    sw_ver: state.firmware,
    hw_ver: state.hardware,
    model: `${model.name}(${state.region})`,
    deviceId: state.deviceId,
    oemId: invented(`oem ${model.name}`),
    hwId: invented(`hardware ${model.name}`),
    rssi: state.rssi,
    alias: state.alias,
    active_mode: state.rules.length > 0 ? 'schedule' : 'none',
    latitude_i: Math.round((state.location?.latitude ?? 0) * 10_000),
    longitude_i: Math.round((state.location?.longitude ?? 0) * 10_000),
    status: state.account === null ? 'new' : 'configured',
    updating: 0,
    ...(state.obdSource === undefined ? {} : { obd_src: state.obdSource }),
  };
  if (model.kind === 'bulb') return { ...common, ...bulbFacts(state) };
  return {
    ...common,
    mic_type: model.deviceType,
    dev_name: model.title,
    mac: state.mac,
    feature: model.meter === 'none' ? 'TIM' : 'TIM:ENE',
    led_off: state.led === 'never' ? 1 : 0,
    ntc_state: 0,
    ...(isStrip(state) ? children(state, nowMs) : relay(state.outlets[0], nowMs)),
  };
}

function children(state: DeviceState, nowMs: number): JsonObject {
  return {
    child_num: state.outlets.length,
    children: state.outlets.map((outlet) => ({
      id: state.model.tellsShortIds ? outlet.id.slice(-2) : outlet.id,
      alias: outlet.alias,
      state: outlet.on ? 1 : 0,
      on_time: onSeconds(outlet, nowMs),
      next_action: { type: -1 },
    })),
  };
}

function relay(outlet: OutletState | undefined, nowMs: number): JsonObject {
  if (outlet === undefined) return {};
  return {
    relay_state: outlet.on ? 1 : 0,
    on_time: onSeconds(outlet, nowMs),
    icon_hash: '',
    next_action: { type: -1 },
    ...(outlet.kind === 'dimmer' ? dimmer(outlet) : {}),
  };
}

/** What a dimmer tells beside its relay. */
function dimmer({ level }: OutletState): JsonObject {
  return { brightness: level, preferred_state: [100, 70, 40, 15].map((brightness, index) => ({ index, brightness })) };
}

function bulbFacts(state: DeviceState): JsonObject {
  return {
    mic_type: state.model.deviceType,
    mic_mac: state.mac.replaceAll(':', ''),
    description: state.model.title,
    is_dimmable: 1,
    is_color: 0,
    is_variable_color_temp: 0,
    is_factory: false,
    disco_ver: '1.0',
    ctrl_protocols: { name: 'Linkie', version: '1.0' },
    light_state: {
      on_off: state.outlets[0]?.on ? 1 : 0,
      mode: 'normal',
      hue: 0,
      saturation: 0,
      color_temp: 2700,
      brightness: 80,
    },
    preferred_state: [],
  };
}

function onSeconds(outlet: OutletState, nowMs: number): number {
  return outlet.on ? Math.floor((nowMs - outlet.switchedAtMs) / 1000) : 0;
}

function invented(of: string): string {
  return md5(of).toString('hex').toUpperCase();
}
