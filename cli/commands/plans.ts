import type { Command } from 'commander';
import { type AllowableCode, advice, allowable, exits, PlugfleetError, type ShownPlan } from '../../contract/index.ts';
import { countOf } from '../count-words.ts';
import { type Door, follow } from '../door.ts';
import { loadCell, loadWords, onWords, protectedWords } from '../outlet-words.ts';
import { lookWords } from '../progress-words.ts';
import type { Registrar } from '../registrar.ts';
import { type SelectionOptions, selectionOf, withSelection } from '../selection.ts';
import { printable, table } from '../table.ts';

const ways = { network: 'over the network', hands: 'by hand', leave: 'left alone' } as const;

function allowed(codes: readonly string[] | undefined): AllowableCode[] {
  return (codes ?? []).map((text) => {
    const code = allowable.find((one) => one === text);
    if (code === undefined)
      throw new PlugfleetError('bad-input', `--allow takes ${allowable.join(', ')}, not '${text}'`);
    return code;
  });
}

/** One strip of a plan: what is on, what keeps it from the plan, and what is protected. */
function stripWords({ mac, plug, loads }: ShownPlan['items'][number]): string {
  const parts = [
    `${countOf(plug.outlets.length, 'outlet')}, ${onWords(plug.outlets)}`,
    ...(loads.length === 0 ? [] : [`loaded: ${loads.map(loadWords).join(', ')}`]),
    ...protectedWords(plug).map((words) => `protected for ${words}`),
  ];
  return printable(`${mac} ${plug.label ?? plug.alias}: ${parts.join('; ')}`);
}

/** What a plan shows, in words: what will be erased first. */
function tell(door: Door, plan: ShownPlan): void {
  const order = { network: 0, hands: 1, leave: 2 } as const;
  const items = [...plan.items].sort((a, b) => order[a.way] - order[b.way]);
  door.out.say(
    table(
      ['WAY', 'MAC', 'MODEL', 'NAME', 'SITE', 'ROOM', 'LOAD', 'WHY'],
      items.map(({ way, mac, plug, reasons }) => [
        ways[way],
        mac,
        plug.model,
        plug.label ?? plug.alias,
        plug.site ?? '',
        plug.room ?? '',
        loadCell({ ...plug, relay: '' }),
        reasons.join(', '),
      ]),
    ),
  );
  const strips = items.filter(({ plug }) => plug.outlets.length > 1);
  if (strips.length > 0)
    door.out.say(
      '\nA factory reset is of the whole plug: all outlets of a strip are erased together, by network or by hand.',
    );
  for (const item of strips) door.out.say(`  ${stripWords(item)}`);
  const { network, hands, leave } = plan.counts;
  door.out.say(
    `\nPlan ${plan.id}: ${network} erased over the network, ${hands} need a hand at the button, ${leave} left alone.`,
  );
  for (const code of new Set(items.filter((i) => i.way !== 'network').flatMap((i) => i.reasons)))
    door.out.say(`  ${code}: ${advice[code].title}. ${advice[code].next}`);
  if (network > 0)
    door.out.say(
      `\nFactory reset erases everything: Wi-Fi, name, rules, account. Power to what is plugged in may be cut for a moment.\nTo erase these ${network}: plugfleet run ${plan.id} --confirm ${network}`,
    );
  else if (hands > 0) door.out.say(`\nFor the cards: plugfleet run ${plan.id} --confirm 0, then plugfleet checklist`);
}

async function make(door: Door, macs: string[], o: SelectionOptions & { allow?: string[] }): Promise<number> {
  const input = { selection: selectionOf(macs, o), allow: allowed(o.allow) };
  return await door.withFleet('own', async ({ client }) => {
    const { plan } = await door.abortable(async (signal) =>
      follow(await client.plans.make(input, { signal }), (news) => door.out.progress(lookWords(news))),
    );
    door.out.document({ plan });
    if (!door.out.json) tell(door, plan);
    return exits.done;
  });
}

const show = (door: Door, id: string): Promise<number> =>
  door.withFleet('read', async ({ client }) => {
    const { plan } = await client.plans.show({ plan: id });
    door.out.document({ plan });
    if (!door.out.json) tell(door, plan);
    return exits.done;
  });

/** The commands that freeze a plan, and show one again. */
export function registerPlans(program: Command, run: Registrar): void {
  const plan = withSelection(program.command('plan').description('freeze a plan: which plugs are erased, and how'))
    .option('--allow <code...>', `the second yes for: ${allowable.join(', ')}`)
    .action(run(make));
  plan.command('show').description('a plan as it was frozen').argument('<PLAN>').action(run(show));
}
