import type { JsonObject } from '../../json.ts';
import type { RuleSpec } from '../../spec/plug-spec.ts';
import { md5 } from '../../wire/hashes.ts';
import type { IotModule } from './iot-method.ts';

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

function iotRule(rule: RuleSpec, index: number): JsonObject {
  const days = rule.days ?? EVERY_DAY;
  return {
    id: md5(`${index} ${rule.name}`).toString('hex').toUpperCase(),
    name: rule.name,
    enable: 1,
    wday: EVERY_DAY.map((day) => (days.includes(day) ? 1 : 0)),
    stime_opt: 0,
    smin: rule.minuteOfDay,
    sact: rule.on ? 1 : 0,
    eact: -1,
    emin: 0,
    repeat: 1,
  };
}

export const scheduleModule: IotModule = {
  get_rules: ({ state }) => ({ rule_list: state.rules.map(iotRule), version: 2, enable: 1 }),
};

/** Countdown and away rules: served, never set. */
export const rulesModule: IotModule = {
  get_rules: () => ({ rule_list: [], version: 2, enable: 0 }),
};
