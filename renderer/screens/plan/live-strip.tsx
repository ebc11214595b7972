import { Button, Progress } from '@mantine/core';
import { useId, useState } from 'react';
import type { Run } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import type { FollowedRun } from '../../feed/run.ts';
import { useFormats } from '../../parts/moments.ts';
import { useSpans } from '../../parts/spans.ts';
import { tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';
import { paceOf } from './pace.ts';
import { useNow } from './use-now.ts';

/** A run under way: how far, how fast, how long still, and the two ways to stop it with what each does. */
export function LiveStrip({ run, sends, endings }: { run: Run; sends: boolean; endings: FollowedRun['endings'] }) {
  const { t } = useTranslation('plan');
  const formats = useFormats();
  const span = useSpans();
  useNow(1000);
  const { total, done, perMinute, leftS } = paceOf(run, endings, performance.now());
  const quiet = span(run.options.quietS);
  return (
    <section className="live-strip" aria-label={t('state.running')}>
      <Progress.Root size="lg" className="grow">
        <Progress.Section
          value={total === 0 ? 100 : (done / total) * 100}
          aria-label={t('run.progress')}
          aria-valuemin={0}
          aria-valuemax={100}
        />
      </Progress.Root>
      <p>
        <strong>{t('run.sum', { done: formats.number(done), total: formats.number(total) })}</strong>{' '}
        {sends && perMinute !== null && `· ${t('pace.rate', { rate: formats.number(Math.round(perMinute)) })} `}
        {sends &&
          leftS !== null &&
          done < total &&
          `· ${t('pace.left', { left: span(Math.max(1, Math.round(leftS))) })} `}
        <span className="dim">
          {sends && leftS === null && t('pace.unknown')} {t(sends ? 'pace.quiet' : 'pace.looking', { quiet })}
        </span>
      </p>
      <StopButtons run={run.id} sends={sends} />
    </section>
  );
}

function StopButtons({ run, sends }: { run: string; sends: boolean }) {
  const { t } = useTranslation('plan');
  const { readOnly } = useAbout();
  const [stopping, setStopping] = useState(false);
  const [afterId, nowId] = [useId(), useId()];
  const stop = async (how: 'after-current' | 'now'): Promise<void> => {
    try {
      await client.runs.stop({ run, how });
      if (how === 'after-current') setStopping(true);
    } catch (thrown) {
      tellFailure(thrown);
    }
  };
  return (
    <div className="stops">
      {sends && (
        <div>
          <Button
            variant="default"
            disabled={readOnly || stopping}
            aria-describedby={afterId}
            onClick={() => void stop('after-current')}
          >
            {t('stop.after')}
          </Button>
          <span id={afterId} className="dim">
            {t(stopping ? 'stop.stopping' : 'stop.afterText')}
          </span>
        </div>
      )}
      <div>
        <Button color="red" disabled={readOnly} aria-describedby={nowId} onClick={() => void stop('now')}>
          {t('stop.now')}
        </Button>
        <span id={nowId} className="dim">
          {t('stop.nowText')}
        </span>
      </div>
    </div>
  );
}
