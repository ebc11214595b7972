import type { JsonObject } from '../../json.ts';
import { type DeviceState, isStrip, type OutletState } from '../../state/device-state.ts';
import type { OutletKind } from '../../state/models.ts';
import { md5 } from '../../wire/hashes.ts';
import { base64, outletsOf, SMART_ERROR, type SmartCall } from './smart-method.ts';

/** `get_device_info` of the device. A strip's relays are told by its children. */
export function deviceInfo({ state, hands }: SmartCall): JsonObject {
  const fresh = state.account === null;
  return {
    ...shared(state),
    device_id: state.deviceId,
    mac: state.mac.replaceAll(':', '-'),
    nickname: base64(state.alias),
    ip: hands.address,
    ssid: base64(state.ssid),
    rssi: state.rssi,
    signal_level: state.rssi > -55 ? 3 : state.rssi > -70 ? 2 : 1,
    lang: fresh ? '' : 'en_US',
    avatar: fresh ? '' : isSwitch(state) ? 'switch' : 'plug',
    time_diff: 60,
    specs: '',
    ...(isStrip(state) ? {} : outletFacts(state, state.outlets[0], hands.nowMs)),
  };
}

const CATEGORIES: Readonly<Record<OutletKind, string>> = {
  relay: 'plug.powerstrip.sub-plug',
  dimmer: 'kasa.switch.outlet.sub-dimmer',
  fan: 'kasa.switch.outlet.sub-fan',
};

/** `get_device_info` of one outlet, and its entry in `get_child_device_list`. */
export function childInfo({ state, hands }: SmartCall, outlet: OutletState): JsonObject {
  return {
    ...shared(state),
    device_id: outlet.id,
    original_device_id: state.deviceId,
    mac: state.mac.replaceAll(':', ''),
    nickname: base64(outlet.alias),
    avatar: '',
    category: CATEGORIES[outlet.kind],
    bind_count: 1,
    // what is one switch in the wall does not tell places
    ...(isSwitch(state) ? {} : { position: state.outlets.indexOf(outlet) + 1, slot_number: state.outlets.length }),
    status_follow_edge: true,
    ...outletFacts(state, outlet, hands.nowMs),
  };
}

function shared(state: DeviceState): JsonObject {
  return {
    type: state.model.deviceType,
    model: state.model.name,
    fw_ver: state.firmware,
    hw_ver: state.hardware,
    fw_id: '0'.repeat(32),
    hw_id: md5(`hardware ${state.model.name}`).toString('hex').toUpperCase(),
    oem_id: md5(`oem ${state.model.name}`).toString('hex').toUpperCase(),
    region: state.account === null ? 'UTC' : 'Europe/Berlin',
    has_set_location_info: state.location !== null,
    latitude: Math.round((state.location?.latitude ?? 0) * 10_000),
    longitude: Math.round((state.location?.longitude ?? 0) * 10_000),
  };
}

/** What is told of one outlet, or of a device with one: its relay, and what belongs to its kind. */
function outletFacts(state: DeviceState, outlet: OutletState | undefined, nowMs: number): JsonObject {
  const common: JsonObject = {
    device_on: outlet?.on ?? false,
    on_time: outlet?.on ? Math.floor((nowMs - outlet.switchedAtMs) / 1000) : 0,
    default_states: { type: 'last_states', state: {} },
    overheat_status: 'normal',
  };
  if (outlet?.kind === 'dimmer') return { ...common, brightness: outlet.level };
  if (outlet?.kind === 'fan') {
    const { on_time: _untold, ...told } = common;
    return { ...told, fan_speed_level: outlet.level, fan_sleep_mode_on: false };
  }
  const autoOff = { auto_off_status: 'off', auto_off_remain_time: 0 };
  if (isSwitch(state)) return { ...common, ...autoOff };
  return {
    ...common,
    ...autoOff,
    power_protection_status: 'normal',
    overcurrent_status: 'normal',
    charging_status: 'normal',
  };
}

const isSwitch = ({ model }: DeviceState): boolean => model.deviceType.endsWith('SWITCH');

const LEVELS = [
  { name: 'brightness', kind: 'dimmer', most: 100 },
  { name: 'fan_speed_level', kind: 'fan', most: 4 },
] as const;

export function setDeviceInfo(call: SmartCall): undefined | number {
  const { state, child, params, hands } = call;
  const { nickname, device_on: on } = params;
  const levels = LEVELS.map(({ name, kind, most }) => ({ kind, most, to: params[name] }));
  if (nickname === undefined && on === undefined && levels.every(({ to }) => to === undefined))
    return SMART_ERROR.params;
  for (const { kind, most, to } of levels) {
    if (to === undefined) continue;
    const meant = outletsOf(call).filter((outlet) => outlet.kind === kind);
    if (meant.length === 0 || typeof to !== 'number' || to < 1 || to > most) return SMART_ERROR.params;
    for (const outlet of meant) outlet.level = to;
  }
  if (typeof nickname === 'string') {
    const alias = Buffer.from(nickname, 'base64').toString();
    if (child) child.alias = alias;
    else state.alias = alias;
  }
  if (typeof on === 'boolean') {
    hands.relaySet();
    for (const outlet of outletsOf(call)) {
      outlet.on = on;
      outlet.switchedAtMs = hands.nowMs;
    }
  }
  return undefined;
}
