import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { ItemCode, Run } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { lookAtRun, useRun } from '../../feed/run.ts';
import { tellFailure } from '../../parts/tell.ts';
import { goTo } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useCountWords } from './count-words.ts';
import { makePlan } from './making.ts';
import { useOptionWords } from './run-options.tsx';
import { SomeNames } from './some-names.tsx';

/** The greeting of a run by its id, once it is known. */
export function GreetingOf({ run: id }: { run: string }) {
  const { run } = useRun(id);
  return run !== null && (run.state === 'paused' || run.state === 'cut-short') ? <Greeting run={run} /> : null;
}

type Why = 'network-lost' | 'slept' | 'stopped' | 'too-many-failures' | 'unproven';
const whys: Record<Why, true> = {
  'network-lost': true,
  slept: true,
  stopped: true,
  'too-many-failures': true,
  unproven: true,
};
const isWhy = (code: ItemCode): code is Why => code in whys;

/** A run that stopped before its end: what is known of it, and what somebody is asked. Nothing goes on by itself. */
export function Greeting({ run }: { run: Run }) {
  const { t } = useTranslation(['plan', 'codes']);
  const { by, readOnly } = useAbout();
  const countWords = useCountWords();
  const [continuing, setContinuing] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const { counts, code } = run;
  const unproven = run.items.filter(({ at }) => at === 'unproven').map(({ plug }) => plug);
  const isElsewhere = readOnly && run.state === 'cut-short';
  const needCards = counts.needsHands + counts.unproven + counts.failed > 0;

  const check = async (): Promise<void> => {
    setBusy(true);
    try {
      await client.runs.check({ run: run.id, by });
      lookAtRun(run.id);
      goTo('plan', 'run', run.id);
    } catch (thrown) {
      tellFailure(thrown);
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="greeting" aria-labelledby={id}>
      <h2 id={id}>
        {isElsewhere
          ? t('greeting.elsewhere', { run: run.id })
          : t(`greeting.${run.state === 'paused' ? 'paused' : 'cut-short'}`, { run: run.id })}
      </h2>
      <p>
        {run.state === 'cut-short' && t(isElsewhere ? 'greeting.elsewhereText' : 'greeting.cutShortText')}
        {code !== undefined && `${t(`codes:${code}.title`)}. `}
        {code !== undefined && (isWhy(code) ? t(`greeting.why.${code}`) : t(`codes:${code}.next`))}
      </p>
      <h3>{t('greeting.known')}</h3>
      <p>{countWords(counts)}.</p>
      {unproven.length > 0 && (
        <>
          <p>{t('greeting.unproven', { count: unproven.length })}</p>
          <SomeNames plugs={unproven} />
        </>
      )}
      {counts.waiting > 0 && <p>{t('greeting.waiting', { count: counts.waiting })}</p>}
      <h3>{t('greeting.asked')}</h3>
      <ol className="asked">
        {counts.unproven > 0 && (
          <li>
            <Button disabled={readOnly} loading={busy} onClick={() => void check()}>
              {t('greeting.check')}
            </Button>
            <span>{t('greeting.checkText')}</span>
          </li>
        )}
        {counts.waiting > 0 && (
          <li>
            <Button
              variant={counts.unproven > 0 ? 'default' : 'filled'}
              disabled={readOnly}
              onClick={() => setContinuing(true)}
            >
              {t('greeting.goOn', { count: counts.waiting })}
            </Button>
            <span>{t('greeting.goOnText')}</span>
          </li>
        )}
        {needCards && (
          <li>
            <Button variant="default" onClick={() => goTo('checklists', run.id, 'paper')}>
              {t('run.cards')}
            </Button>
            <span>{t('greeting.cardsText')}</span>
          </li>
        )}
      </ol>
      <Continue run={run} opened={continuing} onClose={() => setContinuing(false)} />
    </section>
  );
}

/** Going on wants the number of those that wait typed, as beginning did. */
function Continue({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('plan');
  const { by } = useAbout();
  const words = useOptionWords();
  const waiting = run.items.filter(({ at }) => at === 'waiting').map(({ plug }) => plug);
  return (
    <ConfirmDialog
      opened={opened}
      plugs={waiting}
      title={t('confirm.goOnTitle', { count: waiting.length })}
      go={t('confirm.goOn', { count: waiting.length })}
      onGo={async (confirm) => {
        await client.runs.continue({ run: run.id, confirm, canAsk: true, by });
        lookAtRun(run.id);
        goTo('plan', 'run', run.id);
      }}
      onClose={onClose}
      onPlanAgain={() => void makePlan({ selection: { macs: waiting.map(({ mac }) => mac) }, allow: [] })}
    >
      <p>{t('confirm.keeps', { options: words(run.options) })}</p>
    </ConfirmDialog>
  );
}
