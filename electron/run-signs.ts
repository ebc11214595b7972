import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { UnderWay, WorkOver } from '../host/index.ts';
import type { Words } from './words.ts';

/** How runs under way show outside the page: the taskbar fills, the computer stays awake, and the end is told. */
export interface RunSigns {
  show(underWay: readonly UnderWay[]): void;
  tellOver(over: WorkOver): void;
}

export function runSigns(window: BrowserWindow, words: Words): RunSigns {
  let blocker: number | undefined;
  return {
    show(underWay) {
      // also a run that only looks needs the clock to go on
      const busy = underWay.length > 0;
      if (busy && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension');
      if (!busy && blocker !== undefined) {
        powerSaveBlocker.stop(blocker);
        blocker = undefined;
      }
      if (window.isDestroyed()) return;
      const { total, over } = sum(underWay);
      window.setProgressBar(busy ? (total === 0 ? 2 : over / total) : -1);
    },
    tellOver({ run, state, counts }) {
      // who looks at the page sees it there
      if (window.isDestroyed() || window.isFocused() || !Notification.isSupported()) return;
      const { t } = words;
      const note = new Notification({
        title: state === 'ended' ? t('over.ended', { run }) : t('over.paused', { run }),
        body: t('over.counts', {
          reset: counts.reset,
          unproven: counts.unproven,
          failed: counts.failed,
          hands: counts.needsHands,
        }),
      });
      note.on('click', () => {
        if (!window.isDestroyed()) window.focus();
      });
      note.show();
    },
  };
}

/** All runs under way as one. */
export const sum = (underWay: readonly UnderWay[]): { total: number; over: number; inFlight: number } => ({
  total: underWay.reduce((all, { total }) => all + total, 0),
  over: underWay.reduce((all, { over }) => all + over, 0),
  inFlight: underWay.reduce((all, { inFlight }) => all + inFlight, 0),
});
