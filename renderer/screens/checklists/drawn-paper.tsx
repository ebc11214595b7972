import { Button, Progress } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import { desktop } from '../../feed/desktop.ts';
import type { Progress as Done, Drawing } from '../../feed/drawing.ts';
import { printPdf } from '../../parts/print-pdf.ts';
import { fromBase64, saveFile } from '../../parts/save-file.ts';
import { Empty, Failed, FailureWords, Loading } from '../../parts/states.tsx';
import { tell, tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';

const PaperView = lazy(async () => ({ default: (await import('../../parts/paper-view.tsx')).PaperView }));

interface FileContent {
  name: string;
  type: string;
  base64: string;
}

/** What was drawn, as paper, with what can be done with it. */
export function DrawnPaper<R extends { files: readonly FileContent[] }>(o: {
  drawing: Drawing<unknown> & { stop: () => void; again: () => void };
  pdf: FileContent | null;
  label: string;
  lang: string;
  isEmpty: boolean;
  emptyWords: string;
  /** How many files it is when it is made. */
  files: number;
  mayPrint: boolean;
  /** Makes the paper for good. */
  make: (signal: AbortSignal, onProgress: (progress: Done) => void) => Promise<R>;
  onMade: (made: R) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('paper');
  const { drawing } = o;
  const [making, setMaking] = useState<{ what: 'save' | 'print'; progress: Done | null } | null>(null);
  const stopMaking = useRef<AbortController | null>(null);
  const shown = useMemo(() => (o.pdf === null ? null : fromBase64(o.pdf.base64, o.pdf.type)), [o.pdf]);
  const isReady = drawing.at === 'drawn' && !o.isEmpty && o.mayPrint && making === null;

  const make = async (what: 'save' | 'print'): Promise<void> => {
    const mine = new AbortController();
    stopMaking.current = mine;
    setMaking({ what, progress: null });
    try {
      const made = await o.make(mine.signal, (progress) => setMaking({ what, progress }));
      if (mine.signal.aborted) return;
      for (const { name, type, base64 } of made.files) {
        const content = fromBase64(base64, type);
        const isPrinted = what === 'print' && (await printPdf(name, content)) === 'asked';
        if (isPrinted) continue;
        saveFile(name, content);
        // the desktop app asks where, and says itself what became of it
        if (desktop === undefined) tell(t(what === 'print' ? 'savedToPrint' : 'saved', { name }));
      }
      o.onMade(made);
    } catch (thrown) {
      if (!mine.signal.aborted) tellFailure(thrown);
    } finally {
      setMaking(null);
    }
  };

  const busy = making ?? (drawing.at === 'drawing' ? { what: null, progress: drawing.progress } : null);
  return (
    <div className="desk-paper">
      <div className="desk-bar">
        <div className="grow" role="status">
          {o.children}
        </div>
        <Button disabled={!isReady} loading={making?.what === 'save'} onClick={() => void make('save')}>
          {o.files > 1 ? t('savePdfs', { count: o.files }) : t('savePdf')}
        </Button>
        <Button
          variant="default"
          disabled={!isReady}
          loading={making?.what === 'print'}
          onClick={() => void make('print')}
        >
          {t('print')}
        </Button>
      </div>
      {busy !== null && (
        <div className="desk-busy">
          <Busy progress={busy.progress} />
          <Button
            size="compact-sm"
            variant="default"
            onClick={making === null ? drawing.stop : () => stopMaking.current?.abort()}
          >
            {t('stop')}
          </Button>
        </div>
      )}
      {drawing.at === 'stopped' && (
        <div className="desk-busy" role="status">
          <span>{t('stopped')}</span>
          <Button size="compact-sm" variant="default" onClick={drawing.again}>
            {t('again')}
          </Button>
        </div>
      )}
      {drawing.at === 'failed' &&
        drawing.failure !== null &&
        (shown === null ? (
          <Failed failure={drawing.failure} retry={drawing.again} />
        ) : (
          <div className="desk-busy">
            <FailureWords failure={drawing.failure} />
            <Button size="compact-sm" variant="default" onClick={drawing.again}>
              {t('again')}
            </Button>
          </div>
        ))}
      {o.isEmpty && drawing.at === 'drawn' ? (
        <Empty title={o.emptyWords} />
      ) : shown === null ? (
        drawing.at === 'drawing' && <Loading />
      ) : (
        <Suspense fallback={<Loading />}>
          <PaperView pdf={shown} label={o.label} lang={o.lang} stale={drawing.at !== 'drawn'} />
        </Suspense>
      )}
    </div>
  );
}

function Busy({ progress }: { progress: Done | null }) {
  const { t } = useTranslation('paper');
  const share = progress === null || progress.total === 0 ? 0 : (progress.done / progress.total) * 100;
  return (
    <>
      <Progress.Root size="sm" className="grow">
        <Progress.Section value={share} aria-label={t('progress')} aria-valuemin={0} aria-valuemax={100} />
      </Progress.Root>
      <span>{progress === null ? t('drawing') : t('drawingOf', { done: progress.done, total: progress.total })}</span>
    </>
  );
}
