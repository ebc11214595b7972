import { PlugfleetError } from '../../contract/index.ts';
import { identify } from '../../engine/index.ts';
import { credentials } from '../context.ts';
import { os } from './os.ts';

export const identifyPlug = os.plugs.identify.handler(async ({ context, input, signal }) => {
  const plug = context.store.plugs.byMac(input.mac);
  if (plug === undefined)
    throw new PlugfleetError('unknown-plug', `${input.mac} is not in the inventory`, { facts: { mac: input.mac } });
  // a plug has one conversation at a time, and that of a run comes first
  const run = context.hall.workingOn(plug.mac);
  if (run !== undefined)
    throw new PlugfleetError('run-active', `run ${run} is at work on ${plug.mac}`, { facts: { run } });
  const { identity, light } = await identify(
    { devices: context.devices, store: context.store, clock: context.clock, credentials: () => credentials(context) },
    plug,
    { signal: signal ?? new AbortController().signal },
  );
  const { mac, deviceId, model, hardware, firmware, alias } = identity;
  return { mac, deviceId, model, hardware, firmware, alias, address: plug.route?.host ?? '', light };
});
