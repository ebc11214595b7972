import { z } from 'zod';
import {
  type Clock,
  type Identity,
  type LightSetting,
  type LiveFacts,
  type Outlet,
  PlugfleetError,
  type Receipt,
  type Snapshot,
} from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { garbled } from '../garbled.ts';
import { parsePlugJson, plugText, Quantity, readAs } from '../plug-json.ts';
import type { Transport } from '../transports/transport.ts';
import { mostOutlets } from './bounds.ts';
import type { PlugDialect } from './dialect.ts';
import { anyOn } from './iot-sysinfo.ts';
import { checkCount, mostRules, type Rule, RuleBody, type RuleKind, rulesOf } from './rules.ts';
import { ChildPage, componentsOf, outletsOf, readSmartDevice, type SmartDevice } from './smart-device.ts';
import { askSmart, type SmartAnswer } from './smart-questions.ts';
import { sumKnown } from './sum-known.ts';
import { UnreadParts } from './unread-parts.ts';

/** More pages than any plug has: a list that never ends is not followed. */
const mostPages = 64;
const ruleMethods: readonly { kind: RuleKind; component: string; method: string }[] = [
  { kind: 'schedule', component: 'schedule', method: 'get_schedule_rules' },
  { kind: 'countdown', component: 'countdown', method: 'get_countdown_rules' },
  { kind: 'away', component: 'antitheft', method: 'get_antitheft_rules' },
];

const RulePage = z.object({ rule_list: z.array(RuleBody).max(mostRules), sum: z.number().int().optional() });
/** Where a method tells the load now, and in which part of a watt; which of them a plug knows depends on its age. */
const powerSources = [
  { method: 'get_energy_usage', field: 'current_power', perWatt: 1000 },
  { method: 'get_emeter_data', field: 'power_mw', perWatt: 1000 },
  { method: 'get_current_power', field: 'current_power', perWatt: 1 },
] as const;
const Power = z.object({ current_power: Quantity.optional(), power_mw: Quantity.optional() });
const Usage = z.object({ today_energy: Quantity.optional(), month_energy: Quantity.optional() });
const Led = z.object({ led_rule: z.string().max(32) });
/** All of it, to be put back as it was: the night mode's hours, too. */
const WholeLed = z.looseObject(Led.shape);
/** Plugs that the question about their light is known to crash (commands.md, "LED read"). */
const shyOfLight = ['P100'];
const Matter = z.object({ setup_code: plugText(32) });
const Reset = z.object({ error_code: z.number().int() });

/** The words of Tapo and newer Kasa plugs: `{"method":"…","params":{…}}`. */
export class SmartDialect implements PlugDialect {
  readonly resetMessage = JSON.stringify({ method: 'device_reset' });
  readonly #transport: Transport;
  readonly #clock: Clock;
  /** They do not change while a session lasts. */
  #components: ReadonlySet<string> | undefined;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  async identify(deadline: Deadline): Promise<Identity> {
    const { mac, deviceId, model, hardware, firmware, alias } = await this.#device(deadline);
    return { mac, deviceId, owner: this.#transport.owner, model, hardware, firmware, alias };
  }

  async readFacts(deadline: Deadline): Promise<LiveFacts> {
    const { relay, rssi } = await this.#device(deadline);
    const outlets = await this.#outlets(deadline);
    const meter = await this.#has('energy_monitoring', deadline);
    if (outlets.length === 0) return { relay, rssi, watts: meter ? await this.#watts(null, deadline) : null, outlets };
    const measured: Outlet[] = [];
    for (const outlet of outlets)
      measured.push({ ...outlet, watts: meter ? await this.#watts(outlet.id, deadline) : null });
    return {
      relay: anyOn(measured.map((outlet) => outlet.relay)),
      rssi,
      watts: sumKnown(measured.map((outlet) => outlet.watts)),
      outlets: measured,
    };
  }

  async snapshot(deadline: Deadline): Promise<Snapshot> {
    const parts = new UnreadParts();
    const device = await this.#device(deadline);
    const outlets = (await parts.read('outlets', () => this.#outlets(deadline))) ?? [];
    const scopes = outlets.length > 0 ? outlets.map((outlet) => outlet.id) : [null];
    const has = (component: string): Promise<boolean> => this.#has(component, deadline);
    return {
      takenAt: new Date(this.#clock.wallMs()).toISOString(),
      alias: device.alias,
      outlets: outlets.map(({ id, alias }) => ({ id, alias })),
      owner: await parts.read('owner', async () => this.#transport.owner ?? undefined),
      ssid: await parts.read('ssid', async () => device.ssid),
      hasLocation: await parts.read('hasLocation', async () => device.hasLocation),
      rules: await parts.read('rules', () => this.#rules(scopes, deadline)),
      energy: await parts.read('energy', async () =>
        (await has('energy_monitoring')) ? this.#energy(scopes, deadline) : null,
      ),
      matterCode: await parts.read('matterCode', async () =>
        (await has('matter')) ? this.#matterCode(deadline) : null,
      ),
      // last: the question is known to crash a P100
      ledOff: await parts.read('ledOff', async () => ((await has('led')) ? this.#ledOff(deadline) : null)),
      unread: parts.names,
    };
  }

  async readLight(deadline: Deadline): Promise<LightSetting | null> {
    const { model } = await this.#device(deadline);
    if (shyOfLight.includes(model) || !(await this.#has('led', deadline))) return null;
    const answer = await this.#ask('get_led_info', null, null, deadline);
    if (!answer.ok) return null;
    const told = readAs(WholeLed, answer.result, 'LED');
    return { off: told.led_rule === 'never', told };
  }

  async setLight({ off, told }: LightSetting, deadline: Deadline): Promise<void> {
    // a rule that already says so is kept: `night_mode` is a way of being on
    const fits = (told['led_rule'] === 'never') === off;
    const setting = fits ? told : { ...told, led_rule: off ? 'never' : 'always' };
    const answer = await this.#ask('set_led_info', setting, null, deadline);
    if (!answer.ok) throw new PlugfleetError('refused', `its light cannot be set (error_code ${answer.code})`);
  }

  readReset(reply: string): Receipt {
    const { data } = Reset.safeParse(parsePlugJson(reply));
    if (!data) return { receipt: 'cut-off', detail: 'an answer to something else' };
    if (data.error_code === 0) return { receipt: 'acknowledged', detail: null };
    return { receipt: 'refused', detail: `error_code ${data.error_code}` };
  }

  #ask(method: string, params: object | null, outlet: string | null, deadline: Deadline): Promise<SmartAnswer> {
    return askSmart(this.#transport, method, params, outlet, deadline);
  }

  async #device(deadline: Deadline): Promise<SmartDevice> {
    const told = await this.#ask('get_device_info', null, null, deadline);
    if (!told.ok) throw garbled('no device info', { code: told.code });
    return readSmartDevice(told.result);
  }

  async #has(component: string, deadline: Deadline): Promise<boolean> {
    if (!this.#components) {
      const told = await this.#ask('component_nego', null, null, deadline);
      this.#components = told.ok ? componentsOf(told.result) : new Set<string>();
    }
    return this.#components.has(component);
  }

  /** The outlets of a strip; none for a plug with one socket. */
  async #outlets(deadline: Deadline): Promise<Outlet[]> {
    if (!(await this.#has('child_device', deadline))) return [];
    const ask = (start: number) => this.#ask('get_child_device_list', { start_index: start }, null, deadline);
    const children = await allPages(
      ask,
      (result) => {
        const { child_device_list, sum } = readAs(ChildPage, result, 'outlets');
        return { items: child_device_list, sum };
      },
      mostOutlets,
    );
    if (!children) throw garbled('a strip that does not tell its outlets');
    return outletsOf(children);
  }

  async #watts(outlet: string | null, deadline: Deadline): Promise<number | null> {
    for (const { method, field, perWatt } of powerSources) {
      const told = await this.#ask(method, null, outlet, deadline);
      const power = told.ok ? readAs(Power, told.result, method)[field] : undefined;
      if (power !== undefined) return power / perWatt;
    }
    return null;
  }

  /** Undefined where a kind of rules is there but was not told. */
  async #rules(scopes: readonly (string | null)[], deadline: Deadline): Promise<Rule[] | undefined> {
    const rules: Rule[] = [];
    for (const outlet of scopes) {
      for (const { kind, component, method } of ruleMethods) {
        if (!(await this.#has(component, deadline))) continue;
        const ask = (start: number) => this.#ask(method, start === 0 ? {} : { start_index: start }, outlet, deadline);
        const bodies = await allPages(
          ask,
          (result) => {
            const { rule_list, sum } = readAs(RulePage, result, method);
            return { items: rule_list, sum };
          },
          mostRules,
        );
        if (!bodies) return undefined;
        rules.push(...rulesOf(kind, bodies, outlet === null ? {} : { device_id: outlet }));
        checkCount(rules);
      }
    }
    return rules;
  }

  async #energy(scopes: readonly (string | null)[], deadline: Deadline): Promise<Snapshot['energy'] | undefined> {
    const used: z.infer<typeof Usage>[] = [];
    for (const outlet of scopes) {
      const told = await this.#ask('get_energy_usage', null, outlet, deadline);
      if (told.ok) used.push(readAs(Usage, told.result, 'energy usage'));
    }
    if (used.length === 0) return undefined;
    // these plugs tell no total since ever
    const monthWh = sumKnown(used.map((usage) => usage.month_energy));
    return { totalWh: null, monthWh, todayWh: sumKnown(used.map((usage) => usage.today_energy)) };
  }

  async #matterCode(deadline: Deadline): Promise<string | undefined> {
    const told = await this.#ask('get_matter_setup_info', null, null, deadline);
    return told.ok ? readAs(Matter, told.result, 'Matter code').setup_code : undefined;
  }

  async #ledOff(deadline: Deadline): Promise<boolean | undefined> {
    const told = await this.#ask('get_led_info', null, null, deadline);
    return told.ok ? readAs(Led, told.result, 'LED').led_rule === 'never' : undefined;
  }
}

/** All items of a list that comes in pages, `most` of them; undefined where the plug does not tell it. */
async function allPages<T>(
  ask: (start: number) => Promise<SmartAnswer>,
  read: (result: unknown) => { items: readonly T[]; sum: number | undefined },
  most: number,
): Promise<T[] | undefined> {
  const all: T[] = [];
  for (let pages = 0; pages < mostPages; pages++) {
    const told = await ask(all.length);
    if (!told.ok) return undefined;
    const { items, sum } = read(told.result);
    all.push(...items);
    if (all.length > most) break;
    if (items.length === 0 || all.length >= (sum ?? 0)) return all;
  }
  throw garbled('a list without an end');
}
