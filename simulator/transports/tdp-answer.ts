import { tdpNow } from '../capture/stored-now.ts';
import { isJsonObject, parseJsonObject } from '../json.ts';
import type { Account, Transport } from '../spec/plug-spec.ts';
import type { DeviceState } from '../state/device-state.ts';
import { encryptInfo } from '../wire/camera-info.ts';
import { md5 } from '../wire/hashes.ts';
import { type TdpPacket, writeTdpAnswer } from '../wire/tdp-packet.ts';
import { tpapObject } from './tpap-facts.ts';

export interface TdpFacts {
  readonly address: string;
  readonly httpPort: number;
  randomBytes(length: number): Buffer;
}

/** @returns the datagram to answer with, if any, and whether the probe brought a public key: only such a probe wakes. */
export function answerProbe(
  state: DeviceState,
  facts: TdpFacts,
  probe: TdpPacket,
): { answer: Buffer | undefined; withKey: boolean } {
  const key = askersKey(probe.payload);
  const withKey = key !== undefined;
  if (state.model.kind !== 'camera') return { answer: writeTdpAnswer(probe.serial, plugResult(state, facts)), withKey };
  // Cameras do not answer the older, empty probe.
  const answer = withKey ? writeTdpAnswer(probe.serial, cameraResult(state, facts, key)) : undefined;
  return { answer, withKey };
}

/** PEM. */
function askersKey(payload: string): string | undefined {
  const params = parseJsonObject(payload)?.['params'];
  const key = isJsonObject(params) ? params['rsa_key'] : undefined;
  return typeof key === 'string' ? key : undefined;
}

/** The `result` of an answer (protocols/discovery.md) for everything but cameras. */
function plugResult(state: DeviceState, facts: TdpFacts): object {
  const { model, recording } = state;
  if (recording?.tdp && recording.transport === state.transport) {
    const tpap = tpapObject(state, facts.httpPort);
    return tdpNow(recording.tdp, state, { ...facts, owner: ownerHash(state.account), tpap });
  }
  return {
    ...identity(state, facts),
    device_model: `${model.name}(${state.region})`,
    ...(model.dialect === 'iot' ? { hw_ver: state.hardware } : {}),
    is_support_iot_cloud: true,
    ...(state.obdSource === undefined ? {} : { obd_src: state.obdSource }),
    mgt_encrypt_schm: encryptionScheme(state, facts.httpPort),
    ...(state.transport === 'tpap'
      ? { protocol_version: 1, tpap_preferred: true, tpap: tpapObject(state, facts.httpPort) }
      : {}),
  };
}

/** A camera says most of it only to the asker. */
function cameraResult(state: DeviceState, facts: TdpFacts, askersKey: string): object {
  return {
    ...identity(state, facts),
    device_model: state.model.name,
    device_name: state.model.title,
    hardware_version: state.hardware,
    firmware_version: state.firmware,
    isResetWiFi: state.account === null,
    mgt_encrypt_schm: { is_support_https: true },
    encrypt_type: ['3'],
    encrypt_info: encryptInfo(askersKey, facts.randomBytes(32), {
      connect_ssid: state.ssid,
      connect_type: 'wireless',
      device_id: state.deviceId,
      http_port: state.model.httpsPort,
      owner: ownerHash(state.account),
      sd_status: 'offline',
    }),
  };
}

function identity(state: DeviceState, { address }: TdpFacts): object {
  return {
    device_id: md5(state.deviceId).toString('hex'),
    owner: ownerHash(state.account),
    device_type: state.model.deviceType,
    ip: address,
    mac: state.mac.replaceAll(':', '-'),
    factory_default: state.account === null,
  };
}

const ENCRYPTION: Record<Transport, (state: DeviceState) => object> = {
  xor: () => ({}),
  'klap-1': () => ({ encrypt_type: 'KLAP' }),
  'klap-2': ({ dialect }) => ({ encrypt_type: 'KLAP', lv: 2, ...(dialect === 'iot' ? { new_klap: 1 } : {}) }),
  aes: ({ aes }) => ({ encrypt_type: 'AES', ...(aes.announcesVersion ? { lv: aes.loginVersion } : {}) }),
  tpap: () => ({ encrypt_type: 'TPAP', lv: 2 }),
};

function encryptionScheme(state: DeviceState, httpPort: number): object {
  const { model } = state;
  return {
    is_support_https: model.httpsPort !== undefined,
    http_port: model.httpsPort ?? httpPort,
    ...ENCRYPTION[state.transport](state),
  };
}

/** Which account: MD5 of its e-mail as typed, upper case; empty when unowned. */
function ownerHash(owner: Account | null): string {
  return owner === null ? '' : md5(owner.email).toString('hex').toUpperCase();
}
