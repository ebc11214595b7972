import assert from 'node:assert/strict';
import type { Host } from '../../host/index.ts';
import { DEFAULT_ACCOUNT, type FleetSpec, type RemoteFleet, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { everyTransport, house } from '../journeys/house.ts';
import { begin, ended, own, planAll, scan, storeLogin, visitPractice } from './steps.ts';
import type { Window } from './window.ts';

/** Plugs of one account with two of a stranger among them. */
export const storyFleet = (prefix: string): FleetSpec => ({
  plugs: house(
    prefix,
    8,
    (index) => ({ watts: 0, ...(index >= 6 ? { model: 'P110', account: STRANGER_ACCOUNT } : {}) }),
    everyTransport,
  ),
});

export interface StoryTools {
  /** Pictures are called after it. */
  name: string;
  fleet: RemoteFleet;
  network: string;
  /** Looks at the fleet beside the window. */
  look<T>(at: (host: Pick<Host, 'client'>) => Promise<T>): Promise<T>;
}

/** The whole job as a person does it, from the first start to the end of a run; the plugs say what is true of it. */
export async function walkStory(window: Window, { name, fleet, network, look }: StoryTools): Promise<void> {
  const { page, barriers, picture, complaints } = window;
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  await visitPractice(page);

  await storeLogin(page, 'fleet', DEFAULT_ACCOUNT);
  await scan(page, network, 8);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-found`);
  await own(page, 'fleet', 6);

  await page.getByRole('link', { name: 'Fleet' }).click();
  await page.getByText('8 plugs', { exact: true }).waitFor();
  await planAll(page);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-plan`);
  const run = await begin(page, 6, 1.5);
  await picture(`${name}-run`);
  await ended(page);
  assert.deepEqual(await barriers(), []);
  await picture(`${name}-ended`);

  const { counts, items } = await look(async ({ client }) => (await client.runs.status({ run })).run);
  assert.deepEqual([counts.reset, counts.leftAlone], [6, 2]);
  for (const { mac, at } of items) {
    const { erased, resetCommands } = await fleet.truth(mac);
    assert.deepEqual([erased, resetCommands.length], at === 'reset' ? [true, 1] : [false, 0], mac);
  }
  await page.reload();
  await ended(page);
  // a browser notes each call that ends in an error or is left, which is not the page's fault
  assert.deepEqual(
    complaints.filter((one) => !one.startsWith('Failed to load resource')),
    [],
  );
}
