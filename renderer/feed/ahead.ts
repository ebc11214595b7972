import { inventoryTold, startInventory } from './plugs.ts';
import { aboutQuery, queries } from './queries.ts';

/**
 * Asks for what every screen needs as soon as this file is loaded, while the rest of the page is still read. The first
 * picture waits a moment for the answers: it is then drawn once, with its rows, instead of twice.
 */
startInventory();
const about = queries.prefetchQuery(aboutQuery);

/** Longer than a host in good health takes; a slow one is waited for in sight. */
const patienceMs = 250;

export const askedAhead: Promise<unknown> = Promise.race([
  Promise.all([inventoryTold(), about]),
  new Promise((resolve) => setTimeout(resolve, patienceMs)),
]);
