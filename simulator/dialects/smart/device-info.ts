import type { JsonObject } from '../../json.ts';
import { type DeviceState, isStrip, type OutletState } from '../../state/device-state.ts';
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
    avatar: fresh ? '' : 'plug',
    time_diff: 60,
    specs: '',
    ...(isStrip(state) ? {} : relay(state.outlets[0], hands.nowMs)),
  };
}

/** `get_device_info` of one outlet, and its entry in `get_child_device_list`. */
export function childInfo({ state, hands }: SmartCall, outlet: OutletState): JsonObject {
  const position = state.outlets.indexOf(outlet) + 1;
  return {
    ...shared(state),
    device_id: outlet.id,
    original_device_id: state.deviceId,
    mac: state.mac.replaceAll(':', ''),
    nickname: base64(outlet.alias),
    avatar: '',
    category: 'plug.powerstrip.sub-plug',
    bind_count: 1,
    position,
    slot_number: state.outlets.length,
    status_follow_edge: true,
    ...relay(outlet, hands.nowMs),
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

function relay(outlet: OutletState | undefined, nowMs: number): JsonObject {
  return {
    device_on: outlet?.on ?? false,
    on_time: outlet?.on ? Math.floor((nowMs - outlet.switchedAtMs) / 1000) : 0,
    default_states: { type: 'last_states', state: {} },
    auto_off_status: 'off',
    auto_off_remain_time: 0,
    overheat_status: 'normal',
    power_protection_status: 'normal',
    overcurrent_status: 'normal',
    charging_status: 'normal',
  };
}

export function setDeviceInfo(call: SmartCall): undefined | number {
  const { state, child, params, hands } = call;
  const { nickname, device_on: on } = params;
  if (nickname === undefined && on === undefined) return SMART_ERROR.params;
  if (typeof nickname === 'string') {
    const alias = Buffer.from(nickname, 'base64').toString();
    if (child) child.alias = alias;
    else state.alias = alias;
  }
  if (typeof on === 'boolean') {
    for (const outlet of outletsOf(call)) {
      outlet.on = on;
      outlet.switchedAtMs = hands.nowMs;
    }
  }
  return undefined;
}
