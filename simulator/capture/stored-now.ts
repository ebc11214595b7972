import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { DeviceState } from '../state/device-state.ts';

/** The texts that a factory reset empties. */
const OWN_TEXTS = ['nickname', 'ssid', 'alias', 'username'];

/** A recorded answer as the plug would give it now: of its present account, and emptied after a factory reset. */
export function asStored(value: Json, state: DeviceState): Json {
  if (Array.isArray(value)) return value.map((item) => asStored(item, state));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, told]) => [key, fieldNow(key, told, state)]));
}

function fieldNow(key: string, told: Json, state: DeviceState): Json {
  const { account } = state;
  if (key === 'username' && told !== '') return account?.email ?? '';
  if (account !== null) return asStored(told, state);
  if (OWN_TEXTS.includes(key) && typeof told === 'string') return '';
  if (key === 'rule_list' && Array.isArray(told)) return [];
  if (key === 'binded' && typeof told === 'number') return 0;
  return asStored(told, state);
}

/** The recorded `result` of a TDP answer, at the address and port where the plug is now, of its present account. */
export function tdpNow(
  recorded: JsonObject,
  state: DeviceState,
  now: { address: string; httpPort: number; owner: string; tpap: JsonObject },
): JsonObject {
  const scheme = recorded['mgt_encrypt_schm'];
  const tpap = recorded['tpap'];
  return {
    ...recorded,
    ip: now.address,
    owner: now.owner,
    factory_default: state.account === null,
    ...(isJsonObject(scheme)
      ? { mgt_encrypt_schm: { ...scheme, http_port: now.httpPort, is_support_https: false } }
      : {}),
    ...(isJsonObject(tpap) ? { tpap: { ...tpap, ...now.tpap } } : {}),
  };
}
