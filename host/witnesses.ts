import type { Plan } from '../contract/index.ts';
import { contains, parseNetwork } from '../devices/index.ts';
import { networkOfPlug, type Witness } from '../engine/index.ts';
import type { HostContext } from './context.ts';

/** So many per network are asked again and again. */
const mostPerNetwork = 8;
const heardWithinMs = 24 * 3600_000;

/**
 * TP-Link devices on the networks of a plan that the plan sends nothing to: while they answer, the network lives.
 * Only those heard within a day; whether they answer now is found out by asking.
 */
export function witnessesFor(
  context: Pick<HostContext, 'store' | 'clock'>,
  plan: Plan,
): Omit<Witness, 'askedMs' | 'heardMs'>[] {
  const targets = new Set(plan.items.filter((i) => i.way === 'network').map((i) => i.mac));
  const networks = new Set(plan.items.filter((i) => i.way === 'network').map((i) => networkOfPlug(i.plug)));
  const isRecent = (at: string | null): boolean =>
    at !== null && context.clock.wallMs() - Date.parse(at) < heardWithinMs;

  const devices = [
    ...context.store.plugs
      .all()
      .filter((p) => !targets.has(p.mac) && p.standing !== 'silent' && p.standing !== 'wiped' && isRecent(p.lastSeenAt))
      .map((p) => ({
        mac: p.mac,
        address: p.address,
        only: p.route?.transport === 'xor' ? ('xor' as const) : ('tdp' as const),
      })),
    ...context.store.others
      .all()
      .filter((o) => isRecent(o.lastSeenAt))
      // a legacy bulb answers one kind of probe, a camera the other
      .map((o) => ({ mac: o.mac, address: o.address, only: undefined })),
  ];
  return [...networks].flatMap((network) => {
    const parsed = parseNetwork(network);
    return devices
      .flatMap(({ address, ...device }) =>
        address !== null && contains(parsed, address) ? [{ ...device, address, network }] : [],
      )
      .slice(0, mostPerNetwork);
  });
}
