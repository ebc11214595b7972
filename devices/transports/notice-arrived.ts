import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Lets what has already arrived at this machine be noticed before something is written: an answer that nobody asked
 * for, a FIN, an RST. Two turns, because the first may belong to a look at the sockets that is over.
 */
export async function noticeArrived(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
