import { type NewLedgerEntry, PlugfleetError, type Run, type RunItem } from '../contract/index.ts';
import { hasCard } from '../engine/index.ts';
import { type HostContext, isoNow } from './context.ts';
import { showRun } from './records.ts';
import { keepStandings } from './standing.ts';

/** The result of one card, as it is entered. */
export interface CardResult {
  mac: string;
  result: 'done' | 'not-found' | 'dead' | 'withdraw';
}

/** How the results came in: who did it, by what door. */
interface Entered {
  by: string;
  entered: string;
}

/**
 * Enters results of cards of one run, all of them or none, and gives their items as they stand then.
 * @throws `not-a-card` where one of the plugs has no card to tick, or none to take back
 */
export function enterResults(
  context: HostContext,
  run: Run,
  results: readonly CardResult[],
  { by, entered }: Entered,
): RunItem[] {
  const items = new Map(run.items.map((item) => [item.mac, item]));
  for (const one of results) requireCard(run, items.get(one.mac), one);
  const wiped = new Set(results.map(({ mac }) => mac).filter((mac) => isWiped(context, mac)));
  const entries = results.map(
    ({ mac, result }): NewLedgerEntry =>
      result === 'withdraw'
        ? { kind: 'tick-withdrawn', run: run.id, mac, body: { by } }
        : { kind: 'tick', run: run.id, mac, body: { result, by, entered } },
  );
  if (entries.length > 0) {
    const written = context.store.ledger.append(isoNow(context.clock), ...entries);
    // a plug that only forgot its Wi-Fi is not wiped. Taking back "dead", or "done" after the plug was heard again,
    // says nothing about how it stands
    if (run.options.press === 'erase')
      keepStandings(
        context.store,
        written.filter((entry) => entry.kind === 'tick' || (entry.mac !== null && wiped.has(entry.mac))),
      );
  }
  const after = new Map(showRun(context, run.id).items.map((item) => [item.mac, item]));
  return results.flatMap(({ mac }) => after.get(mac) ?? []);
}

const isWiped = (context: HostContext, mac: string): boolean => context.store.plugs.byMac(mac)?.standing === 'wiped';

function requireCard(run: Run, item: RunItem | undefined, { mac, result }: CardResult): void {
  const refuse = (why: string): never => {
    throw new PlugfleetError('not-a-card', `${mac} ${why} in run ${run.id}`, { facts: { mac, run: run.id } });
  };
  if (item === undefined) refuse('is not');
  else if (result === 'withdraw') {
    if (item.tick === undefined) refuse('has no tick to withdraw');
  } else if (item.tick === undefined && !hasCard(item)) refuse(`has no card (it is ${item.at})`);
}
