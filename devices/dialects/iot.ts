import { z } from 'zod';
import {
  type Clock,
  type Identity,
  type LightSetting,
  type LiveFacts,
  PlugfleetError,
  type Receipt,
  type Snapshot,
} from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { ownerHash } from '../owner-hash.ts';
import { parsePlugJson, plugName, Quantity, readAs } from '../plug-json.ts';
import type { Transport } from '../transports/transport.ts';
import { longestSsid } from './bounds.ts';
import type { PlugDialect } from './dialect.ts';
import { askIot, type IotAnswer, type IotQuestion, isUnsupported } from './iot-questions.ts';
import { type PlugSysinfo, readSysinfo } from './iot-sysinfo.ts';
import { checkCount, mostRules, type Rule, RuleBody, type RuleKind, rulesOf } from './rules.ts';
import { sumKnown } from './sum-known.ts';
import { UnreadParts } from './unread-parts.ts';

const sysinfo: IotQuestion = { module: 'system', method: 'get_sysinfo' };
const cloud: IotQuestion = { module: 'cnCloud', method: 'get_info' };
const realtime: IotQuestion = { module: 'emeter', method: 'get_realtime' };
const station: IotQuestion = { module: 'netif', method: 'get_stainfo' };
const time: IotQuestion = { module: 'time', method: 'get_time' };
const ruleModules: readonly { kind: RuleKind; module: string }[] = [
  { kind: 'schedule', module: 'schedule' },
  { kind: 'countdown', module: 'count_down' },
  { kind: 'away', module: 'anti_theft' },
];

const Cloud = z.object({ binded: Quantity, username: z.string().max(256) });
/** Old firmware tells W and kWh, newer mW and Wh. */
const Realtime = z.object({
  power: Quantity.optional(),
  power_mw: Quantity.optional(),
  total: Quantity.optional(),
  total_wh: Quantity.optional(),
});
const Station = z.object({ ssid: plugName(longestSsid) });
const Today = z.object({ year: z.number().int(), month: z.number().int(), mday: z.number().int() });
const Days = z.object({
  day_list: z.array(z.object({ day: Quantity, energy_wh: Quantity.optional(), energy: Quantity.optional() })).max(31),
});
const Rules = z.object({ rule_list: z.array(RuleBody).max(mostRules) });
const Reset = z.object({ system: z.object({ reset: z.object({ err_code: z.number().int() }) }) });
const ResetFailure = z.object({ system: z.object({ err_code: z.number().int() }) });

/** The words of legacy Kasa plugs: `{"module":{"method":{…}}}`. */
export class IotDialect implements PlugDialect {
  readonly resetMessage = JSON.stringify({ system: { reset: { delay: 1 } } });
  readonly #transport: Transport;
  readonly #clock: Clock;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  async identify(deadline: Deadline): Promise<Identity> {
    const [told, bound] = await this.#ask([sysinfo, cloud], null, deadline);
    const plug = readPlug(told);
    if (plug.mac === undefined || plug.deviceId === null) throw garbled('a plug without MAC or device id');
    return {
      mac: plug.mac,
      deviceId: plug.deviceId,
      owner: ownerOf(bound),
      model: plug.model,
      hardware: plug.hardware ?? '',
      firmware: plug.firmware ?? '',
      alias: plug.alias,
    };
  }

  async readFacts(deadline: Deadline): Promise<LiveFacts> {
    const [told] = await this.#ask([sysinfo], null, deadline);
    const { relay, rssi, outlets, meter } = readPlug(told);
    if (!meter) return { relay, rssi, watts: null, outlets };
    if (outlets.length === 0) return { relay, rssi, watts: await this.#watts(null, deadline), outlets };
    const measured: (typeof outlets)[number][] = [];
    for (const outlet of outlets) measured.push({ ...outlet, watts: await this.#watts(outlet.id, deadline) });
    return { relay, rssi, watts: sumKnown(measured.map((outlet) => outlet.watts)), outlets: measured };
  }

  async snapshot(deadline: Deadline): Promise<Snapshot> {
    const parts = new UnreadParts();
    const [told, bound, wifi] = await this.#ask([sysinfo, cloud, station], null, deadline);
    const plug = readPlug(told);
    const scopes = plug.outlets.length > 0 ? plug.outlets.map((outlet) => outlet.id) : [null];
    return {
      takenAt: new Date(this.#clock.wallMs()).toISOString(),
      alias: plug.alias,
      outlets: plug.outlets.map(({ id, alias }) => ({ id, alias })),
      owner: await parts.read('owner', async () => ownerOf(bound) ?? undefined),
      ssid: await parts.read('ssid', async () => (wifi?.ok ? readAs(Station, wifi.value, 'stainfo').ssid : undefined)),
      hasLocation: await parts.read('hasLocation', async () => plug.hasLocation ?? undefined),
      rules: await parts.read('rules', () => this.#rules(scopes, deadline)),
      ledOff: await parts.read('ledOff', async () => plug.ledOff ?? undefined),
      energy: plug.meter ? await parts.read('energy', () => this.#energy(scopes, deadline)) : null,
      matterCode: null,
      unread: parts.names,
    };
  }

  async readLight(deadline: Deadline): Promise<LightSetting | null> {
    const [told] = await this.#ask([sysinfo], null, deadline);
    const { ledOff } = readPlug(told);
    return ledOff === null ? null : { off: ledOff, told: {} };
  }

  async setLight({ off }: LightSetting, deadline: Deadline): Promise<void> {
    const set: IotQuestion = { module: 'system', method: 'set_led_off', args: { off: off ? 1 : 0 } };
    const [told] = await this.#ask([set], null, deadline);
    if (!told?.ok) throw new PlugfleetError('refused', `its light cannot be set (err_code ${told?.code ?? 'missing'})`);
  }

  readReset(reply: string): Receipt {
    const told = parsePlugJson(reply);
    const code =
      Reset.safeParse(told).data?.system.reset.err_code ?? ResetFailure.safeParse(told).data?.system.err_code;
    if (code === 0 && Reset.safeParse(told).success) return { receipt: 'acknowledged', detail: null };
    if (code === undefined || code === 0) return { receipt: 'cut-off', detail: 'an answer to something else' };
    return { receipt: 'refused', detail: `err_code ${code}` };
  }

  #ask(questions: readonly IotQuestion[], outlet: string | null, deadline: Deadline): Promise<IotAnswer[]> {
    return askIot(this.#transport, questions, outlet, deadline);
  }

  async #watts(outlet: string | null, deadline: Deadline): Promise<number | null> {
    const [told] = await this.#ask([realtime], outlet, deadline);
    if (!told?.ok) return null;
    const { power, power_mw } = readAs(Realtime, told.value, 'emeter');
    return power_mw === undefined ? (power ?? null) : power_mw / 1000;
  }

  /** Undefined where a kind of rules is there but was not told. A kind that the plug does not know has no rules. */
  async #rules(scopes: readonly (string | null)[], deadline: Deadline): Promise<Rule[] | undefined> {
    const rules: Rule[] = [];
    for (const outlet of scopes) {
      const questions = ruleModules.map(({ module }) => ({ module, method: 'get_rules' }));
      const answers = await this.#ask(questions, outlet, deadline);
      for (const [i, { kind }] of ruleModules.entries()) {
        const answer = answers[i];
        if (answer?.ok) {
          const { rule_list } = readAs(Rules, answer.value, 'rules');
          rules.push(...rulesOf(kind, rule_list, outlet === null ? {} : { child_id: outlet }));
          checkCount(rules);
        } else if (!answer || !isUnsupported(answer)) return undefined;
      }
    }
    return rules;
  }

  async #energy(scopes: readonly (string | null)[], deadline: Deadline): Promise<Snapshot['energy'] | undefined> {
    const { year, month, mday } = await this.#today(deadline);
    const days: IotQuestion = { module: 'emeter', method: 'get_daystat', args: { year, month } };
    const totals: (number | null)[] = [];
    const months: (number | null)[] = [];
    const todays: (number | null)[] = [];
    for (const outlet of scopes) {
      // one by one: a month of days fills the answer buffer of old plugs
      const [now] = await this.#ask([realtime], outlet, deadline);
      const [stat] = await this.#ask([days], outlet, deadline);
      const { total, total_wh } = now?.ok ? readAs(Realtime, now.value, 'emeter') : {};
      totals.push(total_wh ?? (total === undefined ? null : total * 1000));
      const list = stat?.ok ? readAs(Days, stat.value, 'daystat').day_list : [];
      const used = list.map((day) => ({ day: day.day, wh: day.energy_wh ?? (day.energy ?? 0) * 1000 }));
      months.push(sumKnown(used.map((day) => day.wh)));
      todays.push(used.find((day) => day.day === mday)?.wh ?? null);
    }
    const energy = { totalWh: sumKnown(totals), monthWh: sumKnown(months), todayWh: sumKnown(todays) };
    return Object.values(energy).every((wh) => wh === null) ? undefined : energy;
  }

  /** The plug's own date: its days begin at its own midnight. */
  async #today(deadline: Deadline): Promise<z.infer<typeof Today>> {
    const [told] = await this.#ask([time], null, deadline);
    if (told?.ok) return readAs(Today, told.value, 'time');
    const now = new Date(this.#clock.wallMs());
    return { year: now.getFullYear(), month: now.getMonth() + 1, mday: now.getDate() };
  }
}

function readPlug(told: IotAnswer | undefined): PlugSysinfo {
  if (!told?.ok) throw garbled('no sysinfo', { code: told?.code ?? null });
  const read = readSysinfo(told.value);
  if (read.kind === 'plug') return read;
  // the last door before a reset: whatever stands at the address now, only a plug is ever spoken to further
  throw new PlugfleetError('unsupported', `a device of the kind '${read.kind}' answered`, {
    facts: { model: read.model },
  });
}

/** The account as the plug tells it; null where it does not. A name without a binding is a leftover. */
function ownerOf(bound: IotAnswer | undefined): string | null {
  const { data } = Cloud.safeParse(bound?.ok ? bound.value : undefined);
  if (!data) return null;
  return data.binded === 0 ? '' : ownerHash(data.username);
}
