import type { JsonObject } from '../../json.ts';
import type { RuleSpec } from '../../spec/plug-spec.ts';
import { page, type SmartMethods } from './smart-method.ts';

const RULES_PER_PAGE = 10;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

function smartRule(rule: RuleSpec, index: number): JsonObject {
  return {
    id: `S${index + 1}`,
    enable: true,
    mode: 'repeat',
    week_day: (rule.days ?? EVERY_DAY).reduce((mask, day) => mask | (1 << day), 0),
    s_min: rule.minuteOfDay,
    s_type: 'normal',
    e_min: 0,
    e_type: 'normal',
    e_action: 'none',
    time_offset: 0,
    desired_states: { on: rule.on },
    year: 2026,
    month: 1,
    day: 1,
  };
}

export const rulesMethods: SmartMethods = {
  get_schedule_rules: ({ state, params }) => ({
    enable: state.rules.length > 0,
    schedule_rule_max_count: 32,
    ...page('rule_list', state.rules.map(smartRule), params['start_index'], RULES_PER_PAGE),
  }),
  get_countdown_rules: () => ({ enable: false, countdown_rule_max_count: 1, rule_list: [] }),
  get_antitheft_rules: () => ({
    enable: false,
    antitheft_rule_max_count: 1,
    ...page('rule_list', [], 0, RULES_PER_PAGE),
  }),
  get_next_event: () => ({}),
  get_auto_off_config: () => ({ enable: false, delay_min: 120 }),
};
