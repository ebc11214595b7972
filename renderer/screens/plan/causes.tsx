import { Button, Group } from '@mantine/core';
import { useId } from 'react';
import type { ItemCode, Run, RunItem } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { goTo } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { choose } from '../fleet/chosen.ts';
import { makePlan } from './making.ts';
import { SomeNames } from './some-names.tsx';

const troubles: readonly RunItem['at'][] = ['failed', 'unproven', 'needs-hands', 'left-alone', 'not-found', 'dead'];

type Cause = ItemCode | 'takenOver' | 'not-found' | 'dead';

function causeOf({ at, code }: RunItem): Cause {
  if (at === 'not-found' || at === 'dead') return at;
  return code ?? (at === 'unproven' ? 'unproven' : 'takenOver');
}

/** What did not work, each cause once, with what to do about it. What the plan left alone is no failure of the run. */
export function Causes({ run }: { run: Run }) {
  const { t } = useTranslation('plan');
  const trouble = run.items.filter(({ at, way }) => way !== 'leave' && troubles.includes(at));
  const causes = [...Map.groupBy(trouble, causeOf)].sort(([, a], [, b]) => b.length - a.length);
  return (
    <section className="causes" aria-label={t('causes.title')}>
      <h2>{t('causes.title')}</h2>
      {causes.length === 0 && <p className="dim">{t('causes.none')}</p>}
      {causes.map(([cause, items]) => (
        <CauseBox key={cause} run={run} cause={cause} items={items} />
      ))}
    </section>
  );
}

function CauseBox({ run, cause, items }: { run: Run; cause: Cause; items: readonly RunItem[] }) {
  const { t } = useTranslation(['plan', 'codes']);
  const { readOnly } = useAbout();
  const id = useId();
  const isOwn = cause === 'takenOver' || cause === 'not-found' || cause === 'dead';
  const planAgain = (): void => {
    const macs = items.map(({ mac }) => mac);
    choose(new Set(macs));
    void makePlan({ selection: { macs }, allow: [] });
  };
  return (
    <div className="cause">
      <h3 id={id}>
        {isOwn ? t(`causes.${cause}.title`) : t(`codes:${cause}.title`)}{' '}
        <span className="dim">{t('plugs', { count: items.length })}</span>
      </h3>
      <p>{isOwn ? t(`causes.${cause}.next`) : t(`codes:${cause}.next`)}</p>
      <SomeNames plugs={items.map(({ plug }) => plug)} most={4} />
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={readOnly || run.state === 'running'}
          aria-describedby={id}
          onClick={planAgain}
        >
          {t('causes.planAgain')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-describedby={id}
          onClick={() => {
            choose(new Set(items.map(({ mac }) => mac)));
            goTo('checklists', run.id, 'paper', 'chosen');
          }}
        >
          {t('causes.cards')}
        </Button>
      </Group>
    </div>
  );
}
