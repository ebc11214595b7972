import { knownModels } from '../../devices/index.ts';
import { isPublicName, isPublicTitle } from './public-words.ts';

/** `public`: says what every such plug says. `shape`: looks harmless, and is kept if it holds nothing found elsewhere. */
export type Harmless = 'public' | 'shape' | 'no';

type Judge = (text: string) => Harmless;

const models = new Set(knownModels.map(({ model }) => model));
const types = /^(?:IOT|SMART)\.(?:KASA|TAPO)?(?:SMART)?(?:PLUG|PLUGSWITCH|SWITCH|BULB|HUB|CAMERA|IPCAMERA|ROBOVAC)$/;
const errorTexts = new Set([
  'module not support',
  'member not support',
  'software not support',
  'invalid argument',
  'entry not exist',
  'table is full',
  'not enough memory',
  'unknown error',
]);
const schemes = new Set(['KLAP', 'AES', 'TPAP', 'XOR']);

const shape =
  (pattern: RegExp): Judge =>
  (text) =>
    pattern.test(text) ? 'shape' : 'no';
const among =
  (isPublic: (text: string) => boolean, otherwise: Judge = () => 'no'): Judge =>
  (text) =>
    isPublic(text) ? 'public' : otherwise(text);

const model = among(
  (text) => models.has(text.replace(/\([A-Z]{2}\)$/, '')),
  shape(/^[A-Z]{1,4}\d{2,4}[A-Z]{0,3}\d?(?:\([A-Z]{2}\))?$/),
);
const deviceType = among((text) => types.test(text) || isPublicName(text), shape(/^(?:IOT|SMART)\.[A-Z]{2,20}$/));
const hardware = shape(/^\d{1,2}(?:\.\d{1,2}){0,3}$/);
const firmware = shape(/^\d{1,2}(?:\.\d{1,3}){1,3}(?: Build \d{6,8}(?: Rel\. ?\d{1,6}[a-z]?)?)?$/);
const word = among(isPublicName);

/** The keys whose texts may stay, each with what such a text has to look like. Any other key's text is replaced. */
const texts: Readonly<Record<string, Judge>> = {
  model,
  device_model: model,
  type: deviceType,
  mic_type: deviceType,
  device_type: deviceType,
  hw_ver: hardware,
  hardware_version: hardware,
  fw_ver: firmware,
  sw_ver: firmware,
  firmware_version: firmware,
  ver: hardware,
  version: hardware,
  encrypt_type: among((text) => schemes.has(text), shape(/^(?:[A-Z]{3,5}\d?|\d)$/)),
  sym_schm: among((text) => schemes.has(text), shape(/^[A-Z]{3,5}$/)),
  feature: shape(/^[A-Z]{3}(?::[A-Z]{3}){0,3}$/),
  dev_name: among(isPublicTitle),
  err_msg: among((text) => errorTexts.has(text)),
  method: word,
  sub_method: word,
  obd_src: among((text) => ['tplink', 'tss', 'matter', 'apple'].includes(text)),
  status: word,
  active_mode: word,
  mode: word,
  avatar: word,
  category: word,
  led_rule: word,
  s_type: word,
  e_type: word,
  e_action: word,
  key_type: word,
  auto_off_status: word,
  overheat_status: word,
  overcurrent_status: word,
  charging_status: word,
  power_protection_status: word,
};

/** A component is named by its `id`; everywhere else an `id` is somebody's. */
export function judgeText(key: string, within: string, text: string): Harmless {
  if (key === 'id' && within === 'component_list') return word(text);
  return Object.hasOwn(texts, key) ? (texts[key]?.(text) ?? 'no') : 'no';
}

/** The keys whose numbers may stay. */
const numbers = new Set(
  `error_code err_code ver_code on_time rssi signal_level relay_state led_off updating start_index sum child_num
  slot_number position lv new_klap http_port port tls dac noc pake user_hash_type protocol_version current_power power_mw
  voltage_mv current_ma power voltage current max_power protection_power ntc_state brightness version type state enable
  schedule_rule_max_count countdown_rule_max_count antitheft_rule_max_count bind_count binded cld_connection tcspStatus
  fwNotifyType illegalType stopConnect auto_off_remain_time`.split(/\s+/),
);
export const isHarmlessNumber = (key: string): boolean => numbers.has(key);

/** Where somebody lives: not even a small number of it stays. */
export const isPlace = (key: string): boolean => /^(?:lat|lon|lng|long)(?:itude)?(?:_i)?$|^l[ao]$/i.test(key);

/** What the moment of a capture becomes: the first of a January, so that the form stays. */
export const coarseTime: Readonly<Record<string, number>> = {
  year: 2020,
  month: 1,
  mday: 1,
  hour: 0,
  min: 0,
  sec: 0,
  timestamp: 1_577_836_800,
};
