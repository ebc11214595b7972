import type { Command } from 'commander';
import { advice, exits, type Outlet, type Plug, PlugfleetError, type ScanResult } from '../../contract/index.ts';
import { countOf } from '../count-words.ts';
import { type Door, follow } from '../door.ts';
import { loadCell, protectedWords, wattWords } from '../outlet-words.ts';
import { lookWords } from '../progress-words.ts';
import type { Registrar } from '../registrar.ts';
import { macOf, type SelectionOptions, selectionOf, withSelection } from '../selection.ts';
import { printable, table } from '../table.ts';

const listed = (value: boolean | string | string[] | undefined): string[] =>
  value === undefined || value === false ? [] : value === true ? [''] : typeof value === 'string' ? [value] : value;

const nameOf = (plug: Plug): string => plug.label ?? plug.alias;

/** One line per plug. */
function plugTable(plugs: readonly Plug[]): string {
  return table(
    ['MAC', 'MODEL', 'NAME', 'SITE', 'ROOM', 'ADDRESS', 'STANDING', 'OWNED', 'LOAD'],
    plugs.map((p) => [
      p.mac,
      p.model,
      nameOf(p),
      p.site ?? '',
      p.room ?? '',
      p.address ?? '',
      p.why !== null && p.why !== p.standing ? `${p.standing} (${p.why})` : p.standing,
      p.protected ? 'protected' : p.owned ? 'yes' : 'no',
      loadCell(p),
    ]),
  );
}

async function scan(
  door: Door,
  o: { network?: string[]; broadcast?: boolean | string[]; own?: boolean | string; where?: boolean },
): Promise<number> {
  if (o.where) return await tellTargets(door, o.network ?? []);
  if (typeof o.own === 'string' && o.own !== 'all')
    throw new PlugfleetError('bad-input', `--own takes nothing or the word all, not '${o.own}'`);
  const own = o.own === undefined ? 'none' : o.own === 'all' ? 'all' : 'stored';
  return await door.withFleet('own', async ({ client }) => {
    const result: ScanResult = await door.abortable(async (signal) =>
      follow(
        await client.plugs.scan({ networks: o.network ?? [], broadcast: listed(o.broadcast), own }, { signal }),
        (news) => door.out.progress(lookWords(news)),
      ),
    );
    door.out.document(result);
    if (door.out.json) return exits.done;
    if (result.plugs.length > 0) door.out.say(plugTable(result.plugs));
    for (const { network, probed, answered, expected } of result.networks) {
      const missing = expected !== null && answered < expected ? ` of ${expected} expected` : '';
      door.out.say(`${network}: asked ${probed}, ${answered} answered${missing}`);
    }
    const { newlyOwned, plugs, others } = result;
    for (const other of others)
      door.out.say(printable(`no plug: ${other.model || 'unknown'} (${other.kind}) at ${other.address}`));
    door.out.say(`${countOf(plugs.length, 'plug')} found in ${(result.tookMs / 1000).toFixed(1)} s.`);
    if (newlyOwned.kasa + newlyOwned.tapo > 0)
      door.out.say(`Marked as owned: ${newlyOwned.kasa} Kasa, ${newlyOwned.tapo} Tapo.`);
    const left = ofStoredLogins(result);
    if (own === 'stored' && left.length > 0)
      door.out.note(
        `${left.length} more of your accounts ${left.length === 1 ? 'was' : 'were'} found before, and only new ones are marked. To mark them: plugfleet own ${left.join(' ')}`,
      );
    const locked = plugs.filter((p) => p.standing === 'needs-login').length;
    if (locked > 0)
      door.out.note(`${locked} ${locked === 1 ? 'needs' : 'need'} a login. ${advice['needs-login'].next}`);
    if (plugs.some((p) => p.why === 'login-page'))
      door.out.note(`${advice['login-page'].title}. ${advice['login-page'].next}`);
    if (plugs.length === 0) door.out.note('Nothing answered. Name the network of the plugs: --network 192.168.7.0/24');
    return exits.done;
  });
}

/** Plugs whose owner is a stored login and that are not marked as owned. */
function ofStoredLogins({ found, plugs }: ScanResult): string[] {
  const unowned = new Set(plugs.filter((p) => !p.owned).map((p) => p.mac));
  return found.filter(({ mac, whose }) => whose === 'login' && unowned.has(mac)).map(({ mac }) => mac);
}

/** Where a scan would look; nothing is sent. */
async function tellTargets(door: Door, typed: string[]): Promise<number> {
  return await door.withFleet('read', async ({ client }) => {
    const targets = await client.plugs.scanTargets({ typed });
    door.out.document(targets);
    if (door.out.json) return exits.done;
    for (const { text, addresses, code } of targets.typed)
      door.out.say(
        printable(`${text}: ${code === null ? countOf(addresses ?? 0, 'address', 'addresses') : advice[code].title}`),
      );
    if (typed.length > 0) return exits.done;
    for (const { network, site, addresses } of targets.networks)
      door.out.say(
        printable(
          `${network}: ${countOf(addresses, 'address', 'addresses')} (${site === null ? 'this computer' : `site ${site}`})`,
        ),
      );
    for (const network of targets.broadcasts)
      door.out.say(`${network}: by broadcast only, too large to ask one by one`);
    return exits.done;
  });
}

async function list(door: Door, macs: string[], o: SelectionOptions): Promise<number> {
  return await door.withFleet('read', async ({ client }) => {
    const { plugs } = await client.plugs.list(selectionOf(macs, o));
    door.out.document({ plugs });
    if (door.out.json) return exits.done;
    if (plugs.length === 0) door.out.say('No plugs. Find some with: plugfleet scan');
    else door.out.say(`${plugTable(plugs)}\n${countOf(plugs.length, 'plug')}`);
    return exits.done;
  });
}

async function show(door: Door, mac: string): Promise<number> {
  return await door.withFleet('read', async ({ client }) => {
    const found = await client.plugs.show({ mac: macOf(mac) });
    door.out.document(found);
    if (door.out.json) return exits.done;
    const { plug, sightings, ledger, conflicts } = found;
    const why = plug.why === null ? '' : `: ${advice[plug.why].title}. ${advice[plug.why].next}`;
    const facts: [string, string | null][] = [
      ['Plug', `${plug.mac}  ${plug.model} ${plug.hardware ?? ''} (firmware ${plug.firmware ?? 'unknown'})`],
      ['Name', [plug.label, plug.alias].filter(Boolean).join(' / ')],
      ['Place', [plug.site, plug.room].filter(Boolean).join(' / ')],
      ['Tags', plug.tags.join(', ')],
      ['Owned', plug.owned ? 'yes' : 'no'],
      ['Protected', protectionWords(plug)],
      ['Feeds network', plug.feedsNetwork ? 'yes' : 'no'],
      ['Standing', `${plug.standing}${why}`],
      ['Address', plug.address],
      [
        'Speaks',
        plug.route === null ? null : `${plug.route.transport} (${plug.route.dialect}), port ${plug.route.port}`,
      ],
      ['Last heard', plug.lastSeenAt],
      ['Relay', plug.watts === null ? plug.relay : `${plug.relay}, ${wattWords(plug.watts)}`],
      ...plug.outlets.map((outlet, i): [string, string] => [`Outlet ${i + 1}`, outletLine(plug, outlet)]),
      ['Factory reset', plug.outlets.length > 1 ? `erases all ${plug.outlets.length} outlets together` : null],
    ];
    for (const { run, ticks } of conflicts)
      facts.push([
        'Conflict',
        `run ${run}: ${ticks.map((t) => `${t.by} said ${t.result} (${t.at.slice(0, 16)})`).join(', ')}`,
      ]);
    for (const [name, value] of facts) if (value) door.out.say(`${name.padEnd(14)}${printable(value)}`);
    if (sightings.length > 0)
      door.out.say(
        `\n${table(
          ['SEEN AT', 'ADDRESS', 'BY'],
          sightings.map((s) => [s.at, s.address, s.source]),
        )}`,
      );
    if (ledger.length > 0)
      door.out.say(
        `\n${table(
          ['LEDGER', 'AT', 'RUN', 'WHAT', ''],
          ledger.map((e) => [String(e.seq), e.at, e.run ?? '', e.kind, JSON.stringify(e.body)]),
          60,
        )}`,
      );
    return exits.done;
  });
}

/** Whether it is out of reach, and why: by itself, or whole because of an outlet. */
function protectionWords(plug: Plug): string {
  if (!plug.protected) return 'no';
  const own = plug.protectedReason === null ? [] : [plug.protectedReason];
  return `yes${plug.protectedOutlets.length > 0 ? ', the whole strip' : ''}: ${[...own, ...protectedWords(plug)].join('; ')}`;
}

const outletLine = (plug: Plug, { id, alias, relay, watts }: Outlet): string => {
  const reason = plug.protectedOutlets.find((one) => one.id === id)?.reason;
  return `${alias}: ${relay}${watts === null ? '' : `, ${wattWords(watts)}`}${reason === undefined ? '' : `, protected (${reason})`}`;
};

const lightWords = {
  blinked: 'Its light blinked and is as it was.',
  'not-told': 'Its light was left alone: its setting cannot be read.',
  'not-restored': 'Its light blinked, but the plug did not take its setting back: look at it in the app.',
} as const;

async function identify(door: Door, mac: string): Promise<number> {
  return await door.withFleet('own', async ({ client }) => {
    const told = await door.abortable((signal) => client.plugs.identify({ mac: macOf(mac) }, { signal }));
    door.out.document(told);
    if (door.out.json) return exits.done;
    door.out.say(printable(`${told.mac} is a ${told.model} at ${told.address}, called '${told.alias}'.`));
    door.out.say(lightWords[told.light]);
    return exits.done;
  });
}

/** Tells how many plugs a marking changed. */
async function changed(door: Door, work: Promise<{ changed: number }>, did: string): Promise<number> {
  const result = await work;
  door.out.document(result);
  if (!door.out.json) door.out.say(`${countOf(result.changed, 'plug')} ${did}.`);
  return exits.done;
}

async function set(
  door: Door,
  macs: string[],
  o: { label?: string; feedsNetwork?: string } & SelectionOptions,
): Promise<number> {
  if (o.feedsNetwork !== undefined && !['yes', 'no'].includes(o.feedsNetwork))
    throw new PlugfleetError('bad-input', `--feeds-network takes yes or no, not '${o.feedsNetwork}'`);
  // for `set`, --site, --room and --tag say what to set; the plugs are named by MAC, --model, --standing or --all
  const { site, room, tag, ...filters } = o;
  const one = (name: string, values: string[] | undefined): string | undefined => {
    if (values !== undefined && values.length > 1) throw new PlugfleetError('bad-input', `${name} takes one name`);
    return values?.[0];
  };
  const input = {
    ...opt('site', one('--site', site)),
    ...opt('room', one('--room', room)),
    ...opt('label', o.label),
    ...opt('addTags', tag),
    ...(o.feedsNetwork === undefined ? {} : { feedsNetwork: o.feedsNetwork === 'yes' }),
  };
  if (Object.keys(input).length === 0)
    throw new PlugfleetError('bad-input', 'nothing to set: --site, --room, --label, --tag or --feeds-network');
  return await door.withFleet('own', ({ client }) =>
    changed(door, client.plugs.set({ selection: selectionOf(macs, filters), ...input }), 'changed'),
  );
}

const opt = <K extends string, V>(key: K, value: V | undefined): Record<K, V> | Record<never, never> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

/** Commands about which plugs there are and what is known of them. */
export function registerInventory(program: Command, run: Registrar): void {
  program
    .command('scan')
    .description('find plugs and merge them into the inventory')
    .option('--network <CIDR|A-B|IP...>', 'sweep these networks; nothing is sent outside them')
    .option('--broadcast [ADDR...]', 'ask by broadcast, to these addresses or from every interface')
    .option('--own [all]', 'mark new plugs of stored logins as owned; all: everything found')
    .option('--where', 'only tell which networks would be asked; nothing is sent')
    .action(run(scan));

  withSelection(program.command('list').description('the inventory; offline plugs stay listed')).action(run(list));
  program.command('show').description('one plug with its history').argument('<MAC>').action(run(show));
  program
    .command('identify')
    .description('ask a plug who it is and let its light blink; no relay is touched')
    .argument('<MAC>')
    .action(run(identify));

  withSelection(program.command('own').description('mark plugs as owned: only these can ever be targets')).action(
    run((door, macs: string[], o: SelectionOptions) =>
      door.withFleet('own', ({ client }) =>
        changed(door, client.plugs.own({ selection: selectionOf(macs, o), by: door.by }), 'marked as owned'),
      ),
    ),
  );
  withSelection(program.command('disown').description('take the mark of ownership off again')).action(
    run((door, macs: string[], o: SelectionOptions) =>
      door.withFleet('own', ({ client }) =>
        changed(door, client.plugs.disown({ selection: selectionOf(macs, o), by: door.by }), 'no longer owned'),
      ),
    ),
  );
  withSelection(program.command('protect').description('put plugs out of reach of every plan'))
    .requiredOption('--reason <text>', 'why, for whoever meets it later')
    .option('--outlet <NAME|N>', 'because of this outlet of one strip; the strip is protected whole')
    .action(
      run((door, macs: string[], o: SelectionOptions & { reason: string; outlet?: string }) =>
        door.withFleet('own', ({ client }) =>
          changed(
            door,
            client.plugs.protect({
              selection: selectionOf(macs, o),
              reason: o.reason,
              by: door.by,
              ...opt('outlet', o.outlet),
            }),
            o.outlet === undefined ? 'newly protected' : 'newly protected whole, because of that outlet',
          ),
        ),
      ),
    );
  withSelection(program.command('unprotect').description('lift the protection, that of outlets as well'))
    .option('--outlet <NAME|N>', 'that of this outlet only')
    .action(
      run((door, macs: string[], o: SelectionOptions & { outlet?: string }) =>
        door.withFleet('own', ({ client }) =>
          changed(
            door,
            client.plugs.unprotect({ selection: selectionOf(macs, o), by: door.by, ...opt('outlet', o.outlet) }),
            o.outlet === undefined ? 'no longer protected' : 'without the protection of that outlet',
          ),
        ),
      ),
    );
  program
    .command('set')
    .description('say where plugs are and what they are for')
    .argument('[MAC...]', 'plugs by MAC address')
    .option('--site <name...>', 'their site')
    .option('--room <name...>', 'their room')
    .option('--label <text>', 'the label of one plug')
    .option('--tag <name...>', 'tags to add')
    .option('--feeds-network <yes|no>', 'whether it powers network equipment')
    .option('--model <name...>', 'select by model')
    .option('--standing <state...>', 'select by standing')
    .option('--all', 'select every plug')
    .action(run(set));
}
