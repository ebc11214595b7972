import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { UnderWay } from '../host/index.ts';
import { sum } from './run-signs.ts';
import type { Words } from './words.ts';

/** Runs on the computer that the window is attached to. */
export interface RunsThere {
  name: string;
  count: number;
}

/**
 * Whether the app may end now. With runs under way a person is asked; staying is the answer that is offered. Runs on
 * another computer go on there: that is said, and stops nobody.
 */
export async function mayLeave(
  window: BrowserWindow | null,
  underWay: readonly UnderWay[],
  there: RunsThere | null,
  { t }: Words,
): Promise<boolean> {
  const goOn = there !== null && there.count > 0 ? t('leave.there', { ...there }) : null;
  const ask = async (question: MessageBoxOptions): Promise<number> => {
    const { response } = await (window === null
      ? dialog.showMessageBox(question)
      : dialog.showMessageBox(window, question));
    return response;
  };
  if (underWay.length === 0) {
    if (goOn === null) return true;
    const question = {
      type: 'info' as const,
      message: goOn,
      detail: t('leave.thereDetail'),
      buttons: [t('leave.quit'), t('leave.stay')],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    };
    return (await ask(question)) === 0;
  }
  const { inFlight } = sum(underWay);
  const question = {
    type: 'warning' as const,
    message: inFlight === 0 ? t('leave.between') : t('leave.title', { count: inFlight }),
    detail: [t('leave.detail'), ...(goOn === null ? [] : [`${goOn}. ${t('leave.thereDetail')}`])].join('\n\n'),
    buttons: [t('leave.stay'), t('leave.leave')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  return (await ask(question)) === 1;
}
