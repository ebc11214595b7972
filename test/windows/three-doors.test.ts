import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { z } from 'zod';
import type { Client } from '../../host/index.ts';
import { RunDocument } from '../journeys/fleet-cli.ts';
import { house } from '../journeys/house.ts';
import { typed } from '../journeys/typed.ts';
import { whyNoBrowser } from './browser.ts';
import { scanned, served } from './served.ts';
import { begin, ended, planAll } from './steps.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;

test('window, command line and HTTP give the same numbers for one database', { skip }, async (t) => {
  const home = await served(t, (prefix) => ({
    plugs: house(prefix, 6, (index) => ({
      model: 'HS103',
      transport: 'xor',
      watts: 0,
      ...(index === 4 ? { faults: [{ kind: 'stay' }] } : {}),
      ...(index === 5 ? { model: 'KP115', watts: 40 } : {}),
    })),
  }));
  await scanned(home);
  const { page } = await openWindow(t, home.url);
  await page.getByText('6 plugs', { exact: true }).waitFor();
  await planAll(page);
  const run = await begin(page, 5, 1.5);
  await ended(page);

  // the command line looks at the same file, beside the process that owns it
  const desk = { folder: home.folder, db: join(home.folder, 'fleet.db') };
  const read = async <S extends z.ZodType>(schema: S, ...argv: string[]): Promise<z.infer<S>> => {
    const { stdout, stderr } = await typed(desk, ['--json', ...argv]);
    const parsed = schema.safeParse(JSON.parse(stdout));
    assert.ok(parsed.success, `${argv.join(' ')}: ${stderr}`);
    return parsed.data;
  };
  const link = new RPCLink({ url: `${new URL(home.url).origin}/rpc`, headers: await sessionOf(home.url) });
  const http: Client = createORPCClient(link);

  const [byHttp, byCli] = [(await http.runs.status({ run })).run, (await read(RunDocument, 'status', run)).run];
  assert.deepEqual(byCli, byHttp);
  const { counts, items } = byHttp;
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    items.length,
  );
  // and the window shows the same counts, word for word what each plug came to
  const shown = await page.getByRole('button', { name: /^\d+ / }).allInnerTexts();
  const numbers = new Map(shown.map((text) => [text.replace(/^\d+\s*/, ''), Number.parseInt(text, 10)]));
  assert.deepEqual(
    ['All', 'Factory reset', 'Failed', 'Left alone'].map((word) => numbers.get(word)),
    [items.length, counts.reset, counts.failed, counts.leftAlone],
  );
  assert.deepEqual([counts.reset, counts.failed, counts.leftAlone], [4, 1, 1]);

  const listed = await typed(desk, ['--json', 'list']);
  assert.deepEqual(JSON.parse(listed.stdout).plugs, (await http.plugs.list({ all: true })).plugs);
});

test('what is done to many at once is what is done to each alone', { skip }, async (t) => {
  const home = await served(t, (prefix) => ({ plugs: house(prefix, 4, () => ({ watts: 0 })) }));
  await scanned(home, 'none');
  const { client } = home.host;
  const { page } = await openWindow(t, home.url);
  await page.getByText('4 plugs', { exact: true }).waitFor();
  const { plugs } = await client.plugs.list({ all: true });
  const [first, second, ...others] = plugs.map(({ mac }) => mac);
  assert.ok(first !== undefined && second !== undefined);
  const told = async (mac: string) => {
    const { plug, ledger } = await client.plugs.show({ mac });
    const { owned, protected: isProtected, protectedReason, site, room, tags } = plug;
    const kinds = ledger.map(({ kind, body }) => ({ kind, body: { ...(body as object), owner: null } }));
    return { owned, isProtected, protectedReason, site, room, tags, kinds };
  };

  // one by one, two together, and one from here
  const mark = async (macs: readonly string[]): Promise<void> => {
    for (const mac of macs) {
      const alias = plugs.find((plug) => plug.mac === mac)?.alias ?? '';
      const row = page.getByRole('row').filter({ hasText: alias });
      await row.getByRole('checkbox').check();
    }
    await page.getByRole('button', { name: 'Mark as owned' }).click();
    await page
      .getByText(`${macs.length} plug${macs.length === 1 ? '' : 's'} marked as owned`)
      .last()
      .waitFor();
    await page.getByRole('button', { name: 'Clear selection' }).click();
  };
  await mark([first]);
  await mark(others);
  await client.plugs.own({ selection: { macs: [second] }, by: 'Tess Tester' });
  const all = await Promise.all([first, second, ...others].map(told));
  for (const one of all) assert.deepEqual(one, all[0]);
  assert.equal(all[0]?.owned, true);
});

/** The cookie that the token of the printed URL is exchanged for. */
async function sessionOf(url: string): Promise<Record<string, string>> {
  const answer = await fetch(url, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  assert.ok(cookie);
  return { cookie, origin: new URL(url).origin };
}
