import type { Page } from 'playwright-core';
import type { Account } from '../../simulator/index.ts';

/** What people do in the window, the same in a browser and in the desktop app. */

const slow = { timeout: 60_000 };

export const runOf = (page: Page): string => /#\/plan\/run\/(R-\w+)/.exec(page.url())?.[1] ?? '';
export const planOf = (page: Page): string => /#\/plan\/(P-\w+)/.exec(page.url())?.[1] ?? '';
export const heading = (page: Page, name: RegExp | string) =>
  page.getByRole('heading', { level: 1, name }).waitFor(slow);

/** Makes a plan of everything and waits until it stands there. */
export async function planAll(page: Page): Promise<string> {
  await page.getByRole('checkbox', { name: 'Select All' }).check();
  await page.getByRole('button', { name: 'Plan these…' }).click();
  await page.waitForURL(/#\/plan\/P-/, slow);
  await heading(page, /^Plan P-/);
  return planOf(page);
}

/** From a plan that stands there to the run, with a quiet time of so many seconds. */
export async function begin(page: Page, count: number, quietS: number): Promise<string> {
  await page.getByRole('button', { name: `Factory reset ${count} plugs…` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/How it is carried out/).click();
  await dialog.getByLabel('Quiet time in seconds').fill(String(quietS));
  await dialog.getByLabel(/^How many plugs/).fill(String(count));
  await dialog.getByRole('button', { name: `Factory reset ${count} plugs`, exact: true }).click();
  await heading(page, /^Run R-/);
  return runOf(page);
}

/** Goes to practice and comes back, touching nothing. */
export async function visitPractice(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Practise on virtual plugs' }).click();
  await page.getByText('these plugs are virtual').waitFor(slow);
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  await page.getByRole('link', { name: 'Leave practice' }).click();
  await page.getByRole('link', { name: 'Practise on virtual plugs' }).waitFor(slow);
}

/** Stores an account in the settings. */
export async function storeLogin(page: Page, name: string, { email, password }: Account): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Add a login…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a login' });
  await dialog.getByLabel('What you call it').fill(name);
  await dialog.getByLabel('E-mail, written as at sign-up').fill(email);
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Store and test it' }).click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('row', { name: email }).waitFor(slow);
}

/** Looks into one network, and waits for how many plugs are found there. */
export async function scan(page: Page, network: string, count: number): Promise<void> {
  await page.getByRole('link', { name: 'Find plugs' }).click();
  await page.getByRole('textbox', { name: 'Other networks' }).fill(network);
  await page.getByRole('button', { name: 'Look for plugs' }).click();
  await page.getByRole('heading', { name: new RegExp(`^${count} plugs found in`) }).waitFor(slow);
}

/** Marks what was found of a login as owned. */
export async function own(page: Page, login: string, count: number): Promise<void> {
  await page.getByRole('button', { name: `Select all of “${login}”` }).click();
  await page.getByText(`${count} plugs selected`).waitFor();
  await page.getByRole('button', { name: 'Mark as owned' }).click();
  await page.getByText(`${count} plugs marked as owned`).waitFor(slow);
}

/** Waits until the run that stands there has ended. */
export const ended = (page: Page): Promise<void> =>
  page.locator('.bar').getByText('Ended').waitFor({ timeout: 120_000 });
