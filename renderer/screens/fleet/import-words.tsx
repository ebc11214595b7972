import type { ReactNode } from 'react';
import type { ImportResult } from '../../../contract/index.ts';
import { Told } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';

/** Lines shown of each list; a file that is wrong throughout is wrong for one reason. */
const mostLines = 200;

/** What a file does or did: the numbers, the lines turned down, and what changes row by row. */
export function ImportWords({ result, isDone }: { result: ImportResult; isDone: boolean }) {
  const { t } = useTranslation('fleet');
  const { added, updated, unchanged, rejected, notes, rows = [] } = result;
  const counts = [
    t(isDone ? 'files.added' : 'files.willAdd', { count: added }),
    t(isDone ? 'files.updated' : 'files.willUpdate', { count: updated - unchanged }),
    t('files.unchanged', { count: unchanged }),
    t('files.rejected', { count: rejected.length }),
  ];
  const changes = rows.filter(({ what }) => what !== 'unchanged');
  return (
    <>
      <p role="status">
        <strong>{counts.join(' · ')}</strong>
      </p>
      <Lines
        name={t('files.rejectedTitle')}
        head={t('files.why')}
        lines={rejected.map(({ line, why }) => ({ line, words: <Told>{why}</Told> }))}
      />
      <Lines
        name={t('files.notesTitle')}
        head={t('files.note')}
        lines={notes.map(({ line, note }) => ({ line, words: <Told>{note}</Told> }))}
      />
      <Lines
        name={t('files.changesTitle')}
        head={t('files.change')}
        lines={changes.map(({ line, mac, what, changes: fields }) => ({
          line,
          words: (
            <>
              {mac} {what === 'added' && <em>({t('files.new')})</em>}{' '}
              {fields
                .map(({ field, before, after }) =>
                  before === null
                    ? t('files.fieldSet', { field, after: after ?? t('files.empty') })
                    : t('files.fieldChange', { field, before, after: after ?? t('files.empty') }),
                )
                .join('; ')}
            </>
          ),
        }))}
      />
    </>
  );
}

function Lines(o: { name: string; head: string; lines: readonly { line: number; words: ReactNode }[] }) {
  const { t } = useTranslation('fleet');
  if (o.lines.length === 0) return null;
  return (
    <div className="wide">
      <table className="rows" aria-label={o.name}>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('files.line')}
            </th>
            <th scope="col">{o.head}</th>
          </tr>
        </thead>
        <tbody>
          {o.lines.slice(0, mostLines).map(({ line, words }, index) => (
            // several faults may stand in one line, and the list does not change while it is shown
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <tr key={index}>
              <td className="number">{line}</td>
              <td className="foreign">{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {o.lines.length > mostLines && <p>{t('files.more', { count: o.lines.length - mostLines })}</p>}
    </div>
  );
}
