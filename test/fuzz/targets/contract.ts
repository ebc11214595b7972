import assert from 'node:assert/strict';
import { z } from 'zod';
import { contract } from '../../../contract/index.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

interface Procedure {
  '~orpc': { inputSchema?: unknown };
}

/** The inputs that have to be anything, by the name of their command. */
const inputs = new Map(
  Object.entries(contract).flatMap(([group, value]) => {
    const of: [string, Procedure][] =
      '~orpc' in value ? [[group, value]] : Object.entries(value).map(([name, one]) => [`${group}.${name}`, one]);
    return of.flatMap(
      ([
        name,
        {
          '~orpc': { inputSchema },
        },
      ]) => (inputSchema instanceof z.ZodObject ? [[name, inputSchema] as const] : []),
    );
  }),
);

const by = 'Anna';
const selection = { macs: ['50:C7:BF:00:00:01'], room: ['Hall'], standing: ['ready'], all: true };
const [mac, run, plan, entered] = ['50-c7-bf-00-00-01', 'R-7K3QD', 'P-7K3QD', 'list'];
const paper = { paper: 'a5', lang: 'de', large: true, pocket: false, order: 'rooms' };
const results = [{ mac, result: 'done' }];
const filter = { run, mac, kind: ['intent'], by, since: '2026-01-05T10:00:00+01:00', text: 'a b' };

/** A good input of each command; files are no JSON and are fuzzed elsewhere. */
const good: Readonly<Record<string, unknown>> = {
  'plugs.scan': { networks: ['192.0.2.0/24'], broadcast: [''], own: 'stored' },
  'plugs.scanTargets': { typed: ['192.0.2.0/24'] },
  'plugs.list': selection,
  'plugs.identify': { mac },
  'plugs.show': { mac },
  'plugs.own': { selection, by },
  'plugs.disown': { selection, by },
  'plugs.protect': { selection, outlet: '2', reason: 'Fridge', by },
  'plugs.unprotect': { selection, by },
  'plugs.set': { selection, site: 'Villa', room: null, label: 'PF-1', addTags: ['loan'], feedsNetwork: false },
  'plugs.putFacts': { plugs: [{ mac, site: null, room: null, label: 'PF-1', tags: ['a'], feedsNetwork: true }] },
  'plugs.import': null,
  'plugs.export': { format: 'xlsx' },
  'plugs.labels': { selection, file: 'l.pdf', sheet: '3x8@70x36mm', start: 2 },
  'plugs.printLabels': { selection, sheet: 'avery-l7160', start: 2 },
  'places.setSite': { name: 'Villa', networks: ['192.0.2.0/24', { network: '192.0.2.7', expected: 3 }], expected: 4 },
  'places.setRoom': { site: 'Villa', room: 'Hall', order: 3, occupied: { until: '2026-11-28', reason: 'Guests' } },
  'logins.add': { name: 'home', email: 'user@example.com', password: 'secret' },
  'logins.remove': { name: 'home' },
  'logins.test': { name: 'home', mac },
  'plans.make': { selection, allow: ['loaded'] },
  'plans.show': { plan },
  'runs.start': { plan, confirm: 3, options: { quietS: 0.5, concurrency: 4, pilot: false }, canAsk: true, by },
  'runs.continue': { run, confirm: 3, canAsk: false, by },
  'runs.check': { run, quietS: 2, by },
  'runs.watch': { run },
  'runs.stop': { run, how: 'now' },
  'runs.verdict': { run, group: 'HS110 / 1.0 / 1.2.6', go: true },
  'runs.status': { run },
  'ledger.list': { ...filter, before: 9, limit: 50 },
  'ledger.export': { ...filter, format: 'csv' },
  'cards.checklist': { run, selection, file: 'c.pdf', ...paper, press: 'wifi', by },
  'cards.print': { run, macs: [mac], ...paper, preview: true, by },
  'cards.show': { run },
  'cards.page': { run, page: 'K7Q-4' },
  'cards.enter': { run, results, by, entered },
  'cards.tick': { run, mac, result: 'withdraw', by, entered },
  'cards.tickPage': { run, page: 'K7Q-4', done: [1, 2], notFound: [3], dead: [], by, entered },
  'cards.tickFile': null,
  'cards.tickScanned': { run, line: 'plugfleet:tick:dead', mode: 'done', by },
};
assert.deepEqual(Object.keys(good).sort(), [...inputs.keys()].sort(), 'each command with an input has a good one');

/** What any door hands to a command: it is refused, or taken in a form that is taken again as it is. */
const contractInputs: FuzzTarget = {
  name: 'contract-inputs',
  samples: Object.entries(good).flatMap(([name, input]) => {
    if (input === null) return [];
    assert.ok(inputs.get(name)?.safeParse(input).success, `${name} does not take its good input`);
    return [Buffer.from(`${name}\n${JSON.stringify(input)}`)];
  }),
  codes: [],
  read: (input) => {
    const text = input.toString('utf8');
    const end = text.indexOf('\n');
    const schema = inputs.get(text.slice(0, end)) ?? inputs.get('plugs.list');
    let given: unknown;
    try {
      given = JSON.parse(text.slice(end + 1));
    } catch {
      return;
    }
    const taken = schema?.safeParse(given);
    if (!taken?.success) return;
    assert.equal(Object.getPrototypeOf(taken.data), Object.prototype);
    // defaults are put in, at the latest when it is read a second time
    const whole = schema?.parse(taken.data);
    assert.deepEqual(schema?.parse(whole), whole);
  },
};

export const contractTargets: readonly FuzzTarget[] = [contractInputs];
