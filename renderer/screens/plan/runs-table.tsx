import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../../contract/index.ts';
import { useFormats } from '../../parts/moments.ts';
import { hrefOf } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { useCountWords } from './count-words.ts';
import { RunState } from './run-badges.tsx';

const rowsAtFirst = 25;

/** Runs, newest first. */
export function RunsTable({ runs }: { runs: readonly Pick<Run, 'id' | 'at' | 'state' | 'counts'>[] }) {
  const { t } = useTranslation('plan');
  const formats = useFormats();
  const countWords = useCountWords();
  const [all, setAll] = useState(false);
  if (runs.length === 0) return <p className="dim">{t('runs.none')}</p>;
  return (
    <>
      <table className="runs">
        <thead>
          <tr>
            <th scope="col">{t('runs.run')}</th>
            <th scope="col">{t('runs.started')}</th>
            <th scope="col">{t('runs.state')}</th>
            <th scope="col">{t('runs.counts')}</th>
          </tr>
        </thead>
        <tbody>
          {(all ? runs : runs.slice(0, rowsAtFirst)).map(({ id, at, state, counts }) => (
            <tr key={id}>
              <td>
                <a href={hrefOf('plan', 'run', id)}>{id}</a>
              </td>
              <td>
                <time dateTime={at}>{formats.moment(at)}</time>
              </td>
              <td>
                <RunState state={state} />
              </td>
              <td>{countWords(counts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!all && runs.length > rowsAtFirst && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('runs.all', { count: runs.length })}
        </Button>
      )}
    </>
  );
}
