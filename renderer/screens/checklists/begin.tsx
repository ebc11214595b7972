import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RunCounts } from '../../../contract/index.ts';
import { failureOf } from '../../feed/failure.ts';
import { useFormats } from '../../parts/moments.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { goTo, hrefOf } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { useChosen } from '../fleet/chosen.ts';
import { useRuns } from '../plan/runs-query.ts';

const rowsAtFirst = 25;

const openOf = ({ needsHands, unproven, failed }: RunCounts): number => needsHands + unproven + failed;
const endedOf = ({ byHand, notFound, dead }: RunCounts): number => byHand + notFound + dead;

/** Where a checklist begins, and those there are. */
export function Begin() {
  const { t } = useTranslation('checklists');
  const { data, error, refetch } = useRuns();
  return (
    <>
      <div className="bar">
        <h1>{t('title')}</h1>
      </div>
      <div className="page">
        <Make />
        <section aria-labelledby="card-runs">
          <h2 id="card-runs">{t('begin.runs')}</h2>
          {data !== undefined && <Runs runs={data.runs.filter(({ counts }) => openOf(counts) + endedOf(counts) > 0)} />}
          {data === undefined && error === null && <Loading />}
          {data === undefined && error !== null && <Failed failure={failureOf(error)} retry={() => void refetch()} />}
        </section>
      </div>
    </>
  );
}

function Make() {
  const { t } = useTranslation('checklists');
  const count = useChosen().size;
  return (
    <section aria-labelledby="make-cards">
      <h2 id="make-cards">{t('begin.make')}</h2>
      <p className="dim">{t('begin.text')}</p>
      <p>{count > 0 ? t('begin.chosen', { count }) : t('begin.noneChosen')}</p>
      <div className="row">
        {count > 0 ? (
          <>
            <Button onClick={() => goTo('checklists', 'new')}>{t('begin.preview', { count })}</Button>
            <Button variant="default" onClick={() => goTo('checklists', 'labels')}>
              {t('begin.labels', { count })}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => goTo('fleet')}>{t('begin.choose')}</Button>
            <Button variant="default" onClick={() => goTo('checklists', 'labels')}>
              {t('begin.labelsAll')}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function Runs({ runs }: { runs: readonly { id: string; at: string; counts: RunCounts }[] }) {
  const { t } = useTranslation('checklists');
  const formats = useFormats();
  const [all, setAll] = useState(false);
  if (runs.length === 0) return <p className="dim">{t('begin.none')}</p>;
  return (
    <div className="wide">
      <table className="rows" aria-labelledby="card-runs">
        <thead>
          <tr>
            <th scope="col">{t('begin.run')}</th>
            <th scope="col">{t('begin.started')}</th>
            <th scope="col" className="number">
              {t('begin.open')}
            </th>
            <th scope="col" className="number">
              {t('begin.done')}
            </th>
            <th scope="col" className="number">
              {t('begin.other')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(all ? runs : runs.slice(0, rowsAtFirst)).map(({ id, at, counts }) => (
            <tr key={id}>
              <th scope="row">
                <a href={hrefOf('checklists', id)}>{id}</a>
              </th>
              <td>
                <time dateTime={at}>{formats.moment(at)}</time>
              </td>
              <td className="number">{formats.number(openOf(counts))}</td>
              <td className="number">{formats.number(counts.byHand)}</td>
              <td className="number">{formats.number(counts.notFound + counts.dead)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!all && runs.length > rowsAtFirst && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('begin.all', { count: runs.length })}
        </Button>
      )}
    </div>
  );
}
