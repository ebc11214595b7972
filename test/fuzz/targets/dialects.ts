import assert from 'node:assert/strict';
import { Route } from '../../../contract/index.ts';
import type { PlugDialect } from '../../../devices/dialects/dialect.ts';
import { IotDialect } from '../../../devices/dialects/iot.ts';
import { SmartDialect } from '../../../devices/dialects/smart.ts';
import { askReads } from '../../../devices/observing/ask-reads.ts';
import { jsonIn } from '../../../devices/observing/hear-answers.ts';
import { deviceIn } from '../../../devices/observing/observed-route.ts';
import type { Transport } from '../../../devices/transports/transport.ts';
import { deviceInfo } from '../../devices/virtual-klap-plug.ts';
import { sysinfo } from '../../devices/virtual-xor-plug.ts';
import { Identity, LiveFacts, Receipt, Snapshot, within } from '../bounds.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { stillClock, withoutHaste } from '../reading.ts';

/** A plug's answers, a line each: what was asked, a blank, the answer as it stands. */
type Answers = ReadonlyMap<string, string>;

function answersIn(input: Buffer): Answers {
  const lines = input.toString('utf8').split('\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}
const linesOf = (answers: Record<string, unknown>): Buffer =>
  Buffer.from(
    Object.entries(answers)
      .map(([asked, answer]) => `${asked} ${JSON.stringify(answer)}`)
      .join('\n'),
  );

const silentTransport = (ask: (message: Record<string, unknown>) => string): Transport => ({
  login: null,
  owner: '',
  opened: 1,
  ask: async (json) => ask(JSON.parse(json) as Record<string, unknown>),
  sendOnce: async () => ({ sent: 'not-sent', detail: 'never in a test' }),
  [Symbol.asyncDispose]: async () => undefined,
});

/** Everything that is read of a plug, as far as it tells who it is: whatever else is asked asks that first. */
async function readAll(dialect: PlugDialect, reset: string): Promise<void> {
  const failures: unknown[] = [];
  const attempt = (read: () => Promise<void>): Promise<boolean> =>
    read().then(
      () => true,
      (thrown: unknown) => failures.push(thrown) === 0,
    );
  await withoutHaste(async (deadline) => {
    const isKnown = await attempt(async () => within(Identity, await dialect.identify(deadline)));
    await attempt(async () => within(Receipt, dialect.readReset(reset)));
    if (!isKnown) return;
    await attempt(async () => within(LiveFacts, await dialect.readFacts(deadline)));
    await attempt(async () => within(Snapshot, await dialect.snapshot(deadline)));
  });
  const [first] = failures.toSorted((a, b) => rank(a) - rank(b));
  if (first !== undefined) throw first;
}

/** Bugs before errors that are expected. */
const rank = (thrown: unknown): number => (thrown instanceof Error && thrown.name === 'PlugfleetError' ? 1 : 0);

const ok = (result: unknown): unknown => ({ error_code: 0, result });
const components = (...ids: string[]): unknown => ok({ component_list: ids.map((id) => ({ id, ver_code: 1 })) });
const rule = {
  id: 'S1',
  enable: true,
  mode: 'repeat',
  week_day: 127,
  s_min: 710,
  name: 'Wash',
  desired_states: { on: true },
};
const outlet = {
  device_id: '80221B4E0000000000000000000000000000004200',
  nickname: 'VFY=',
  device_on: true,
  position: 1,
};
const inOutlet = (result: unknown): unknown => ok({ responseData: ok(result) });

/** How SMART questions are answered: a method, or `outlet:` and a method. */
const smartKey = ({ method, params }: Record<string, unknown>): string => {
  if (method !== 'control_child') return String(method);
  const { requestData } = params as { requestData: { method: string } };
  return `outlet:${requestData.method}`;
};

const smart: FuzzTarget = {
  name: 'smart-device',
  samples: [
    linesOf({
      get_device_info: ok(deviceInfo),
      component_nego: components('energy_monitoring', 'led', 'schedule', 'countdown', 'antitheft', 'matter'),
      get_energy_usage: ok({ current_power: 3250, today_energy: 12, month_energy: 340 }),
      get_schedule_rules: ok({ enable: true, rule_list: [rule, { ...rule, id: 'S2' }], start_index: 0, sum: 2 }),
      get_countdown_rules: ok({ rule_list: [] }),
      get_antitheft_rules: ok({ rule_list: [rule], sum: 1 }),
      get_led_info: ok({ led_rule: 'never', led_status: false }),
      get_matter_setup_info: ok({ setup_code: '12345678901', setup_payload: 'MT:ABC' }),
      reset: { error_code: 0 },
    }),
    linesOf({
      get_device_info: ok(deviceInfo),
      component_nego: components('child_device', 'energy_monitoring', 'schedule'),
      get_child_device_list: ok({ child_device_list: [outlet, { ...outlet, position: 2 }], start_index: 0, sum: 2 }),
      'outlet:get_energy_usage': inOutlet({ current_power: 10, today_energy: 1, month_energy: 2 }),
      'outlet:get_emeter_data': inOutlet({ power_mw: 10 }),
      'outlet:get_schedule_rules': inOutlet({ rule_list: [rule], sum: 1 }),
      reset: { error_code: -1 },
    }),
    linesOf({
      get_device_info: ok({ ...deviceInfo, device_on: undefined, nickname: undefined }),
      component_nego: { error_code: -1002 },
      get_current_power: ok({ current_power: 5 }),
      reset: ok(null),
    }),
  ],
  codes: ['garbled', 'unsupported'],
  read: async (input) => {
    const answers = answersIn(input);
    const transport = silentTransport((message) => answers.get(smartKey(message)) ?? '{"error_code":-1002}');
    await readAll(new SmartDialect(transport, stillClock), answers.get('reset') ?? '');
  },
};

const iotRule = {
  id: 'A1',
  name: 'Wash',
  enable: 1,
  wday: [1, 1, 0, 0, 0, 0, 1],
  sact: 1,
  smin: 710,
  eact: -1,
  emin: 0,
};
const iotSample = (fields: object): Buffer =>
  linesOf({
    'system.get_sysinfo': { ...sysinfo, ...fields },
    'cnCloud.get_info': { username: 'user@example.com', binded: 1, err_code: 0 },
    'netif.get_stainfo': { ssid: 'Flat 12', key_type: 3, err_code: 0 },
    'emeter.get_realtime': { power_mw: 12_500, total_wh: 4200, err_code: 0 },
    'emeter.get_daystat': {
      day_list: [
        { year: 2026, month: 1, day: 5, energy_wh: 250 },
        { day: 6, energy: 0.5 },
      ],
      err_code: 0,
    },
    'schedule.get_rules': { enable: 1, rule_list: [iotRule, { ...iotRule, id: 'A2' }], version: 2, err_code: 0 },
    'count_down.get_rules': { rule_list: [], err_code: 0 },
    'anti_theft.get_rules': { err_code: -1, err_msg: 'module not support' },
    'time.get_time': { year: 2026, month: 1, mday: 5, hour: 3, min: 4, sec: 5, err_code: 0 },
    reset: { system: { reset: { err_code: 0 } } },
  });

/** The answer to one message: its parts put together as they stand. */
function iotReply(message: Record<string, unknown>, answers: Answers): string {
  const modules = Object.entries(message).filter(([module]) => module !== 'context');
  const told = modules.map(([module, methods]) => {
    const parts = Object.keys(methods as object).map(
      (method) => `"${method}":${answers.get(`${module}.${method}`) ?? '{"err_code":-2}'}`,
    );
    return `"${module}":{${parts.join(',')}}`;
  });
  return `{${told.join(',')}}`;
}

const iot: FuzzTarget = {
  name: 'iot-device',
  samples: [
    iotSample({}),
    iotSample({ feature: 'TIM', latitude: '0', longitude: 0 }),
    iotSample({
      children: [
        { id: '00', alias: 'TV', state: 1 },
        { id: '01', alias: 'Lamp', state: 0 },
      ],
      child_num: 2,
    }),
  ],
  codes: ['garbled', 'unsupported'],
  read: async (input) => {
    const answers = answersIn(input);
    const transport = silentTransport((message) => answers.get('*') ?? iotReply(message, answers));
    await readAll(new IotDialect(transport, stillClock), answers.get('reset') ?? '');
  },
};

/** What an observer keeps of a plug that nobody knows: its answers to every harmless question, and how to talk to it. */
const observed: FuzzTarget = {
  name: 'observed-plug',
  samples: [...smart.samples, ...iot.samples],
  codes: ['garbled', 'unsupported'],
  read: async (input) => {
    const answers = answersIn(input);
    const transport = silentTransport((message) =>
      'method' in message ? (answers.get(smartKey(message)) ?? '{"error_code":-1002}') : iotReply(message, answers),
    );
    const call = { signal: new AbortController().signal, budgetMs: 3_600_000 };
    const { reads, ended } = await askReads(transport, answers.has('get_device_info') ? 'smart' : 'iot', call);
    assert.ok(ended === null && reads.length <= 17 * 16 * 8, `${ended} after ${reads.length}`);
    const heard = [20_002, 9999].map((port) => {
      const text = answers.get(port === 9999 ? 'system.get_sysinfo' : 'get_device_info') ?? '';
      const answer = port === 9999 ? { system: { get_sysinfo: jsonIn(text) } } : jsonIn(text);
      return { port, bytes: text.length, header: null, answer, opened: null };
    });
    const device = deviceIn('192.0.2.1', heard);
    if (device) within(Route.strict(), device.route);
  },
};

export const dialectTargets: readonly FuzzTarget[] = [smart, iot, observed];
