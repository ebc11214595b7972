import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { addLogin, freeAddresses, newDesk, RunDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';

// law 4
test('addresses changed since the plan was shown: every plug is found by who it is, and nobody else is sent anything', async (t) => {
  const prefix = await freeAddresses();
  const plugs = house(prefix, 12);
  const fleet = await startPlugs(t, { plugs });
  const desk = newDesk(t);
  await addLogin(desk);
  await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', `${prefix}.1.0/26`, '--own']);
  const mac = (index: number): string => plugs[index]?.mac ?? '';
  // a neighbour's plug is not in the plan, but stands where one of the plan stood
  await desk.run(['disown', mac(11)]);
  const plan = await desk.plan('--all');
  assert.equal(plan.counts.network, 11);

  await fleet.move(mac(0), `${prefix}.1.40`);
  await fleet.swap(mac(1), mac(2));
  await fleet.swap(mac(3), mac(7));
  await fleet.swap(mac(4), mac(11));
  const args = ['run', plan.id, '--confirm', '11', '--quiet', '1', '--no-pilot'];
  const { run } = await desk.read(RunDocument, args, { exits: [0, 1] });
  for (const item of run.items) {
    const truth = await fleet.truth(item.mac);
    const what = `${item.at} ${item.code ?? ''}; really ${JSON.stringify(truth)}`;
    if (item.mac === mac(11)) assert.deepEqual([item.at, truth.resetCommands.length], ['left-alone', 0], what);
    else assert.deepEqual([item.at, truth.erased, truth.resetCommands.length], ['reset', true, 1], what);
  }
});
