import { createHash } from 'node:crypto';
import { recordedState } from '../capture/recorded-state.ts';
import { Random } from '../random.ts';
import { SimulatorError } from '../simulator-error.ts';
import type { Account, Dialect, OtherKind, OtherSpec, OutletSpec, PlugSpec, Transport } from '../spec/plug-spec.ts';
import { type DeviceState, defaultAlias, defaultLevel, defaultOutletAlias, type OutletState } from './device-state.ts';
import { findModel, type Model } from './models.ts';
import { transportSettings } from './transport-settings.ts';

export interface Surroundings {
  readonly seed: number;
  readonly defaultOwner: Account;
  /** Epoch ms at which the fleet started. */
  readonly startedAtMs: number;
}

/** KLAP v2 carries both dialects. */
const CARRIES: Record<Exclude<Transport, 'klap-2'>, Dialect> = {
  xor: 'iot',
  'klap-1': 'iot',
  aes: 'smart',
  tpap: 'smart',
};

const OTHER_MODELS: Record<OtherKind, string> = { bulb: 'L530', camera: 'C200', hub: 'H100', vacuum: 'RV30' };

/** @param position counts all devices of the fleet from 0; ids, MACs and strengths of signal follow from it. */
export function makeState(spec: PlugSpec | OtherSpec, position: number, around: Surroundings): DeviceState {
  const plug: PlugSpec = spec;
  if (plug.capture !== undefined) return recordedState(plug, position, around);
  const model = modelOf(spec);
  const mac = spec.mac ?? inventedMac(model, position, around.seed);
  if (!/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/.test(mac)) {
    throw new SimulatorError('bad-spec', `${spec.address}: ${mac} is not a MAC of the form AA:BB:CC:DD:EE:FF`);
  }
  const transport = plug.transport ?? model.transport;
  if (transport !== 'klap-2' && model.dialect !== CARRIES[transport]) {
    throw new SimulatorError('bad-spec', `${mac}: ${transport} does not carry what a ${model.name} speaks`);
  }
  const deviceId = spec.deviceId ?? createHash('sha1').update(mac).digest('hex').toUpperCase();
  const random = new Random(around.seed, mac);
  const account = spec.account === undefined ? around.defaultOwner : spec.account;
  const outlets = (plug.outlets ?? [{ on: spec.on ?? true, watts: spec.watts ?? 0 }]).slice(0, model.outlets);
  const state: DeviceState = {
    id: spec.id ?? `${model.kind}-${position + 1}`,
    model,
    mac,
    deviceId,
    region: spec.region ?? model.region,
    hardware: spec.hardware ?? model.hardware,
    firmware: spec.firmware ?? model.firmware,
    dialect: model.dialect,
    transport,
    ...transportSettings(plug.aes, plug.tpap),
    freshLogin: spec.freshLogin ?? 'blank',
    matter: plug.matter ?? model.matter,
    rssi: spec.rssi ?? -40 - random.below(40),
    outlets: Array.from({ length: model.outlets }, (_, index) =>
      makeOutlet(outlets[index] ?? {}, index, { model, mac, dialect: model.dialect, deviceId }, around.startedAtMs),
    ),
    resetAfterMs: spec.resetAfterMs ?? 200,
    alias: '',
    account,
    cloudBound: plug.cloudBound ?? account !== null,
    obdSource: spec.obdSource ?? (account === null ? undefined : 'tplink'),
    ssid: spec.ssid ?? 'Practice Wi-Fi',
    rules: plug.rules ?? [],
    location: plug.locationSet ? { latitude: 52.5163, longitude: 13.3777 } : null,
    led: spec.led ?? 'always',
  };
  state.alias = spec.alias ?? defaultAlias(state);
  return state;
}

function modelOf(spec: PlugSpec | OtherSpec): Model {
  const name = spec.model ?? ('kind' in spec ? OTHER_MODELS[spec.kind] : 'HS103');
  const model = findModel(name);
  const kind = 'kind' in spec ? spec.kind : 'plug';
  if (model?.kind !== kind)
    throw new SimulatorError('bad-spec', `${spec.address}: no ${kind} model "${name}" is known`);
  return model;
}

function makeOutlet(
  spec: OutletSpec,
  index: number,
  of: Pick<DeviceState, 'model' | 'mac' | 'dialect' | 'deviceId'>,
  nowMs: number,
): OutletState {
  const kind = of.model.kinds[index] ?? 'relay';
  return {
    id: `${of.deviceId}${String(index).padStart(2, '0')}`,
    kind,
    alias: spec.alias ?? defaultOutletAlias(of, index + 1),
    on: spec.on ?? true,
    level: defaultLevel[kind],
    switchedAtMs: nowMs - 3_600_000,
    watts: spec.watts ?? 0,
  };
}

/** An odd factor makes position -> lower half one-to-one over 2^24, so no two plugs of a fleet share a MAC. */
function inventedMac(model: Model, position: number, seed: number): string {
  const lower = ((position * 0x6b43a9 + seed * 0x1f35) & 0xffffff).toString(16).padStart(6, '0').toUpperCase();
  return `${model.oui}:${lower.slice(0, 2)}:${lower.slice(2, 4)}:${lower.slice(4)}`;
}
