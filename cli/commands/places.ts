import type { Command } from 'commander';
import { exits, PlugfleetError, type RoomRecord, type SiteRecord } from '../../contract/index.ts';
import type { Door } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { numberOf } from '../selection.ts';

async function setSite(door: Door, name: string, o: { network?: string[]; expect?: string }): Promise<number> {
  return await door.withFleet('own', async ({ client }) => {
    const { site } = await client.places.setSite({
      name,
      ...(o.network === undefined ? {} : { networks: o.network }),
      ...(o.expect === undefined ? {} : { expected: numberOf('--expect', o.expect, { whole: true, min: 0 }) }),
    });
    door.out.document({ site });
    if (!door.out.json) tellSite(door, site);
    return exits.done;
  });
}

function tellSite(door: Door, site: Pick<SiteRecord, 'name' | 'networks'>): void {
  const networks = site.networks.map((n) =>
    n.expected === null ? n.network : `${n.network} (${n.expected} expected)`,
  );
  door.out.say(`Site ${site.name}: ${networks.join(', ') || 'no networks'}`);
}

const roomWords = ({ name, occupiedUntil, occupiedReason }: Omit<RoomRecord, 'order'>): string =>
  `Room ${name}: ${occupiedUntil === null ? 'vacant' : `occupied until ${occupiedUntil}: ${occupiedReason ?? ''}`}`;

async function setRoom(
  door: Door,
  site: string,
  room: string,
  o: { order?: string; occupied?: string; reason?: string; vacant?: boolean },
): Promise<number> {
  if (o.occupied !== undefined && o.vacant)
    throw new PlugfleetError('bad-input', 'a room is either --occupied or --vacant');
  if (o.occupied !== undefined && o.reason === undefined)
    throw new PlugfleetError('bad-input', '--occupied needs a --reason for whoever meets it later');
  return await door.withFleet('own', async ({ client }) => {
    const kept = await client.places.setRoom({
      site,
      room,
      ...(o.order === undefined ? {} : { order: numberOf('--order', o.order, { whole: true, min: 0 }) }),
      ...(o.vacant ? { occupied: null } : {}),
      ...(o.occupied === undefined ? {} : { occupied: { until: o.occupied, reason: o.reason ?? '' } }),
    });
    door.out.document(kept);
    if (!door.out.json) door.out.say(roomWords(kept.room));
    return exits.done;
  });
}

const listSites = (door: Door): Promise<number> =>
  door.withFleet('read', async ({ client }) => {
    const { sites } = await client.places.sites();
    door.out.document({ sites });
    if (door.out.json) return exits.done;
    if (sites.length === 0) door.out.say('No sites. Make one with: plugfleet site set NAME --network CIDR');
    for (const site of sites) {
      tellSite(door, site);
      for (const room of site.rooms) door.out.say(`  ${roomWords(room)}`);
    }
    return exits.done;
  });

/** Commands about sites and rooms. */
export function registerPlaces(program: Command, run: Registrar): void {
  const site = program.command('site').description('sites and their networks');
  site.command('list').description('the sites with their networks and rooms').action(run(listSites));
  site
    .command('set')
    .description('make or change a site')
    .argument('<NAME>')
    .option('--network <CIDR...>', 'its networks (replaces the list)')
    .option('--expect <N>', 'how many plugs are expected in its one network')
    .action(run(setSite));
  program
    .command('room')
    .description('rooms of a site')
    .command('set')
    .description('make or change a room')
    .argument('<SITE>')
    .argument('<ROOM>')
    .option('--order <N>', 'place in the walk through the site')
    .option('--occupied <YYYY-MM-DD>', 'occupied up to and including this day: its plugs are left alone')
    .option('--reason <text>', 'why')
    .option('--vacant', 'free again')
    .action(run(setRoom));
}
