import type { Json, JsonObject } from '../json.ts';
import type { PlugSpec } from '../spec/plug-spec.ts';
import type { DeviceState, OutletState } from '../state/device-state.ts';
import type { Surroundings } from '../state/make-state.ts';
import type { Model } from '../state/models.ts';
import { transportSettings } from '../state/transport-settings.ts';
import { bad, objectIn, type Recording, readCapture } from './recording.ts';

/** The flash of a plug that plays a capture: who it is comes from the capture, whose it is from the fleet. */
export function recordedState(spec: PlugSpec, position: number, around: Surroundings): DeviceState {
  const recording = readCapture(spec.capture);
  const { tdp = {} } = recording;
  const info = infoIn(recording);
  const mac = canonical(textIn(info, 'mac') ?? textIn(info, 'mic_mac') ?? textIn(tdp, 'mac'));
  if (mac === undefined) throw bad('this capture tells no MAC');
  // the same digits as it was heard with, or, where it let nobody in, any that stay the same
  const deviceId = textIn(info, 'deviceId') ?? textIn(info, 'device_id') ?? textIn(tdp, 'device_id') ?? '';
  const isFresh = tdp['owner'] === '' && tdp['factory_default'] === true;
  const account = spec.account === undefined ? (isFresh ? null : around.defaultOwner) : spec.account;
  const model = modelIn(recording, info);
  return {
    id: spec.id ?? `capture-${position + 1}`,
    model,
    mac,
    deviceId,
    region: '',
    hardware: model.hardware,
    firmware: model.firmware,
    dialect: recording.dialect,
    transport: recording.transport,
    ...settingsIn(tdp),
    freshLogin: spec.freshLogin ?? 'blank',
    matter: false,
    rssi: 0,
    outlets: outletsIn(recording, info, around.startedAtMs),
    resetAfterMs: spec.resetAfterMs ?? 200,
    recording,
    alias: aliasIn(recording, info),
    account,
    cloudBound: account !== null,
    obdSource: undefined,
    ssid: '',
    rules: [],
    location: null,
    led: 'always',
  };
}

/** What its announcement told of how it is logged in to. Which rule for the password it has, no capture tells. */
function settingsIn(tdp: JsonObject): Pick<DeviceState, 'aes' | 'tpap'> {
  const tpap = objectIn(tdp['tpap']) ?? {};
  const pake = (Array.isArray(tpap['pake']) ? tpap['pake'] : []).filter((kind) => typeof kind === 'number');
  return transportSettings(
    { loginVersion: objectIn(tdp['mgt_encrypt_schm'])?.['lv'] === 2 ? 2 : 1 },
    { ...(pake.length === 0 ? {} : { pake }), userHashType: tpap['user_hash_type'] === 1 ? 1 : 0 },
  );
}

/** What the plug told about itself in its session; empty where it let nobody in. */
function infoIn({ dialect, reads }: Recording): JsonObject {
  const ask = dialect === 'iot' ? 'system.get_sysinfo' : 'get_device_info';
  const path = dialect === 'iot' ? ['system', 'get_sysinfo'] : ['result'];
  return objectIn(reads.find((read) => read.ask === ask && read.outlet === null)?.answer, ...path) ?? {};
}

function modelIn({ dialect, transport, tdp = {} }: Recording, info: JsonObject): Model {
  const told = textIn(info, 'model') ?? textIn(tdp, 'device_model') ?? '';
  return {
    name: told.replace(/\(.*$/, ''),
    kind: 'plug',
    region: '',
    dialect,
    deviceType: textIn(tdp, 'device_type') ?? textIn(info, 'type') ?? textIn(info, 'mic_type') ?? '',
    transport,
    title: textIn(info, 'dev_name') ?? '',
    hardware: textIn(info, 'hw_ver') ?? '',
    firmware: textIn(info, 'fw_ver') ?? textIn(info, 'sw_ver') ?? '',
    oui: '',
    outlets: 1,
    // a recording answers for itself: what its outlets are and how they are told is in its answers
    kinds: [],
    tellsShortIds: false,
    outletNames: 'numbered',
    meter: 'none',
    matter: false,
    setupName: '',
    closesAfterReply: false,
    httpsPort: undefined,
  };
}

function outletsIn({ reads }: Recording, info: JsonObject, nowMs: number): OutletState[] {
  const listed = objectIn(reads.find(({ ask }) => ask === 'get_child_device_list')?.answer, 'result');
  const children = [info['children'], listed?.['child_device_list']].find((list) => Array.isArray(list)) ?? [];
  const outlet = (of: Json | undefined): OutletState => {
    const told = objectIn(of) ?? {};
    return {
      id: textIn(told, 'device_id') ?? textIn(told, 'id') ?? '',
      kind: 'relay',
      alias: textIn(told, 'alias') ?? '',
      on: told['state'] === 1 || told['relay_state'] === 1 || told['device_on'] === true,
      level: 0,
      switchedAtMs: nowMs,
      watts: 0,
    };
  };
  return children.length === 0 ? [outlet(info)] : children.map(outlet);
}

function aliasIn({ dialect }: Recording, info: JsonObject): string {
  const told = dialect === 'iot' ? textIn(info, 'alias') : textIn(info, 'nickname');
  return dialect === 'iot' ? (told ?? '') : Buffer.from(told ?? '', 'base64').toString();
}

function textIn(of: JsonObject, key: string): string | undefined {
  const value = of[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function canonical(mac: string | undefined): string | undefined {
  const digits = mac?.replaceAll(/[^0-9A-Fa-f]/g, '').toUpperCase() ?? '';
  return digits.length === 12 ? digits.replaceAll(/(..)(?=.)/g, '$1:') : undefined;
}
