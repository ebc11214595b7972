import { Button, VisuallyHidden } from '@mantine/core';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from '../feed/failure.ts';
import { useTranslation } from '../words.ts';
import { useFormats } from './moments.ts';
import './paper-view.css';
import { openPdf, type PdfPages } from './pdf-pages.ts';
import { Failed, Loading } from './states.tsx';

/** Widths of the paper beside its real one; 0 fits it into the window. */
const zooms = [0, 0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;
type Zoom = (typeof zooms)[number];
/** CSS pixels a point. */
const pxPerPt = 96 / 72;
const gapPx = 16;

/** A PDF as paper: its real pages, drawn as far as they are near what is looked at. */
export function PaperView({ pdf, label, lang, stale }: { pdf: Blob; label: string; lang: string; stale: boolean }) {
  const [pages, setPages] = useState<PdfPages | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const onFailure = useCallback(
    (thrown: unknown) => setFailure({ code: 'internal', message: failureOf(thrown).message }),
    [],
  );
  useEffect(() => {
    let isLeft = false;
    openPdf(pdf).then(
      (next) => {
        if (isLeft) return next.close();
        setFailure(null);
        setPages(next);
      },
      (thrown) => {
        if (!isLeft) onFailure(thrown);
      },
    );
    return () => {
      isLeft = true;
    };
  }, [pdf, onFailure]);
  // the paper before is looked at until the next one is there
  useEffect(() => () => pages?.close(), [pages]);
  if (failure !== null) return <Failed failure={failure} />;
  if (pages === null) return <Loading />;
  return <Sheets {...{ pages, label, lang, stale, onFailure }} />;
}

interface SheetsProps {
  pages: PdfPages;
  label: string;
  lang: string;
  stale: boolean;
  onFailure: (thrown: unknown) => void;
}

function Sheets({ pages, label, lang, stale, onFailure }: SheetsProps) {
  const { t } = useTranslation('paper');
  const formats = useFormats();
  const scroller = useRef<HTMLElement>(null);
  const room = useWidth(scroller);
  const [zoom, setZoom] = useState<Zoom>(0);
  const [at, setAt] = useState(1);
  const natural = pages.width * pxPerPt;
  const width = Math.round(zoom === 0 ? Math.max(120, Math.min(natural, room - 2 * gapPx)) : natural * zoom);
  const height = Math.round((width * pages.height) / pages.width);
  const step = (by: 1 | -1): void => {
    const share = width / natural;
    const next =
      by === 1 ? zooms.find((one) => one > share + 0.01) : zooms.findLast((one) => one !== 0 && one < share - 0.01);
    if (next !== undefined) setZoom(next);
  };
  const look = (): void => {
    const top = scroller.current?.scrollTop ?? 0;
    const seen = scroller.current?.clientHeight ?? 0;
    setAt(Math.min(pages.count, Math.max(1, Math.floor((top + seen / 3) / (height + gapPx)) + 1)));
  };
  const turn = (to: number): void => {
    scroller.current?.scrollTo({ top: (to - 1) * (height + gapPx) });
  };
  return (
    <div className="paper">
      <div className="paper-tools" role="toolbar" aria-label={t('tools')}>
        <Button size="compact-sm" variant="default" disabled={at <= 1} onClick={() => turn(at - 1)}>
          {t('before')}
        </Button>
        <span role="status">{t('pageOf', { page: formats.number(at), pages: formats.number(pages.count) })}</span>
        <Button size="compact-sm" variant="default" disabled={at >= pages.count} onClick={() => turn(at + 1)}>
          {t('after')}
        </Button>
        <span className="grow" />
        <Button size="compact-sm" variant="default" aria-label={t('smaller')} onClick={() => step(-1)}>
          −
        </Button>
        <span>{t('zoom', { percent: formats.number(Math.round((width / natural) * 100)) })}</span>
        <Button size="compact-sm" variant="default" aria-label={t('larger')} onClick={() => step(1)}>
          +
        </Button>
        <Button size="compact-sm" variant={zoom === 0 ? 'light' : 'default'} onClick={() => setZoom(0)}>
          {t('fit')}
        </Button>
      </div>
      <section
        ref={scroller}
        className={`sheets${stale ? ' stale' : ''}`}
        aria-label={label}
        aria-busy={stale}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the arrow keys
        tabIndex={0}
        onScroll={look}
      >
        {Array.from({ length: pages.count }, (_, index) => (
          <Sheet
            // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
            key={index}
            {...{ pages, number: index + 1, width, height, lang, onFailure }}
            scroller={scroller}
          />
        ))}
      </section>
    </div>
  );
}

/** One page: blank until it comes near, and blank again when it is far. */
function Sheet(o: {
  pages: PdfPages;
  number: number;
  width: number;
  height: number;
  lang: string;
  onFailure: (thrown: unknown) => void;
  scroller: RefObject<HTMLElement | null>;
}): ReactNode {
  const { pages, number, width, height, lang, onFailure, scroller } = o;
  const { t } = useTranslation('paper');
  const place = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isNear, setNear] = useState(false);
  const [text, setText] = useState('');
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    const watch = new IntersectionObserver(([seen]) => setNear(seen?.isIntersecting === true), {
      root: scroller.current,
      rootMargin: '60% 0px',
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [scroller]);
  useEffect(() => {
    if (!isNear || canvas.current === null) return;
    const left = new AbortController();
    const { signal } = left;
    const sharp = Math.min(2, Math.max(1, devicePixelRatio));
    pages.draw(number, canvas.current, width * sharp, signal).then(
      () => signal.aborted || setDrawn(true),
      (thrown) => {
        // whoever turned the page or closed the paper ended it
        if (!signal.aborted) onFailure(thrown);
      },
    );
    pages.text(number).then(
      (words) => signal.aborted || setText(words),
      (thrown) => {
        if (!signal.aborted) onFailure(thrown);
      },
    );
    return () => {
      left.abort();
      setDrawn(false);
    };
  }, [pages, number, width, isNear, onFailure]);
  return (
    <figure ref={place} className="sheet" style={{ width, height }} aria-label={t('page', { page: number })}>
      {isNear && (
        <>
          <canvas ref={canvas} data-drawn={isDrawn} />
          <VisuallyHidden>
            <div className="foreign" lang={lang}>
              {text}
            </div>
          </VisuallyHidden>
        </>
      )}
    </figure>
  );
}

/** How wide an element is, kept up to date. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (element.current === null) return;
    const watch = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 640));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element]);
  return width;
}
