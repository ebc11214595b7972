import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Run, RunCounts, RunItem } from '../../../contract/index.ts';
import { type FollowedRun, useRun } from '../../feed/run.ts';
import { useFormats } from '../../parts/moments.ts';
import { Failed, FailureWords, Loading } from '../../parts/states.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { Causes } from './causes.tsx';
import { countKeys } from './count-words.ts';
import { Greeting } from './greeting.tsx';
import { LiveStrip } from './live-strip.tsx';
import { Milestones } from './milestones.tsx';
import { PilotQuestionBox } from './pilot-question.tsx';
import { RunState } from './run-badges.tsx';
import { RunGrid } from './run-grid.tsx';

/** A run by its id: live while it goes on, and what became of it afterwards. */
export function RunOf({ id }: { id: string }) {
  const followed = useRun(id);
  const { t } = useTranslation('plan');
  const { run, failure } = followed;
  if (run !== null) return <RunView run={run} followed={followed} />;
  return (
    <>
      <div className="bar">
        <h1>{t('run.title', { run: id })}</h1>
      </div>
      {failure === null ? <Loading /> : <Failed failure={failure} />}
    </>
  );
}

/** Which count each state is told under, as in the contract: what is watched is unproven until it has an end. */
const countedAs: Record<RunItem['at'], keyof RunCounts> = {
  waiting: 'waiting',
  connecting: 'waiting',
  'checking-identity': 'waiting',
  sending: 'unproven',
  watching: 'unproven',
  reset: 'reset',
  unproven: 'unproven',
  failed: 'failed',
  'needs-hands': 'needsHands',
  'left-alone': 'leftAlone',
  'by-hand': 'byHand',
  'not-found': 'notFound',
  dead: 'dead',
};

function RunView({ run, followed }: { run: Run; followed: FollowedRun }) {
  const { t } = useTranslation(['plan', 'ledger']);
  const formats = useFormats();
  const [shown, setShown] = useState<keyof RunCounts | null>(null);
  const { state, failure, sends, questions, endings } = followed;
  const { counts } = run;
  const items = useMemo(
    () => (shown === null ? run.items : run.items.filter(({ at }) => countedAs[at] === shown)),
    [run.items, shown],
  );
  const watched = run.items.filter(({ at }) => at === 'watching' || at === 'sending').length;
  const isLive = run.state === 'running';
  return (
    <>
      <div className="bar">
        <h1>{t('run.title', { run: run.id })}</h1>
        <RunState state={run.state} looking={isLive && !sends} />
        <span className="dim">
          <time dateTime={run.at}>{t('run.started', { when: formats.moment(run.at) })}</time>
        </span>
        <a href={hrefOf('plan', run.plan)}>{t('run.plan', { plan: run.plan })}</a>
        <a href={hrefOf('ledger', 'run', run.id)}>{t('ledger:links.run')}</a>
        <span className="grow" />
        {run.state === 'ended' && (
          <Button variant="default" onClick={() => goTo('checklists', run.id, 'paper')}>
            {t('run.cards')}
          </Button>
        )}
      </div>
      <Milestones run={run} />
      {state === 'lost' && failure !== null && <FailureWords failure={failure} />}
      {(run.state === 'paused' || run.state === 'cut-short') && <Greeting run={run} />}
      {isLive && <LiveStrip run={run} sends={sends} endings={endings} />}
      {isLive && questions.map((question) => <PilotQuestionBox key={question.group} run={run} question={question} />)}
      <fieldset className="counts" aria-label={t('run.counts')}>
        <CountButton
          word={t('run.all')}
          count={run.items.length}
          pressed={shown === null}
          onPress={() => setShown(null)}
        />
        {countKeys.map(
          (key) =>
            (counts[key] > 0 || shown === key) && (
              <CountButton
                key={key}
                word={t(`counts.${key}`)}
                count={counts[key]}
                pressed={shown === key}
                onPress={() => setShown(shown === key ? null : key)}
              />
            ),
        )}
        {isLive && watched > 0 && <span className="dim">{t('run.watched', { count: watched })}</span>}
      </fieldset>
      <div className="split run-split">
        <RunGrid items={items} />
        <aside>
          <Causes run={run} />
        </aside>
      </div>
    </>
  );
}

function CountButton(o: { word: string; count: number; pressed: boolean; onPress: () => void }) {
  const formats = useFormats();
  return (
    <button type="button" className="count-button" aria-pressed={o.pressed} onClick={o.onPress}>
      <strong>{formats.number(o.count)}</strong> {o.word}
    </button>
  );
}
