import { type BrowserWindow, dialog } from 'electron';
import type { UnderWay } from '../host/index.ts';
import { sum } from './run-signs.ts';
import type { Words } from './words.ts';

/** Whether the app may end now. With runs under way a person is asked; staying is the answer that is offered. */
export async function mayLeave(
  window: BrowserWindow | null,
  underWay: readonly UnderWay[],
  { t }: Words,
): Promise<boolean> {
  if (underWay.length === 0) return true;
  const { inFlight } = sum(underWay);
  const question = {
    type: 'warning' as const,
    message: inFlight === 0 ? t('leave.between') : t('leave.title', { count: inFlight }),
    detail: t('leave.detail'),
    buttons: [t('leave.stay'), t('leave.leave')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question));
  return response === 1;
}
