import { Button } from '@mantine/core';
import { type UIEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type Column, DataGrid, type DataGridHandle } from 'react-data-grid';
import type { Plug } from '../../../contract/index.ts';
import type { Entry } from '../../feed/ledger.ts';
import { useEntryWords } from '../../parts/entry-words.ts';
import { UpIcon } from '../../parts/icons.tsx';
import { useFormats } from '../../parts/moments.ts';
import { useTranslation } from '../../words.ts';

const rowHeight = 32;
/** Older entries are fetched so many rows before the end is reached. */
const rowsAhead = 60;

/**
 * Entries, newest first. New ones come in at the top by themselves as long as one is there and reads none of them; else
 * they wait behind a button, so that nothing moves away under the eyes.
 */
export function EntriesGrid({
  entries,
  plugs,
  isFetching,
  isBusy,
  chosen,
  onEnd,
  onChosen,
}: {
  entries: readonly Entry[];
  plugs: ReadonlyMap<string, Plug>;
  isFetching: boolean;
  /** Others are on their way in place of these. */
  isBusy: boolean;
  chosen: number | null;
  onEnd: () => void;
  onChosen: (seq: number) => void;
}) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const columns = useColumns(plugs);
  const grid = useRef<DataGridHandle>(null);
  /** The newest entry that is shown while newer ones wait; null: all are shown. */
  const [heldAt, setHeldAt] = useState<number | null>(chosen === null ? null : (entries[0]?.seq ?? null));
  const newer =
    heldAt === null
      ? 0
      : Math.max(
          0,
          entries.findIndex(({ seq }) => seq <= heldAt),
        );
  const rows = useMemo(() => (newer === 0 ? entries : entries.slice(newer)), [entries, newer]);

  useEffect(() => {
    if (chosen === null && grid.current?.element?.scrollTop === 0) setHeldAt(null);
  }, [chosen]);
  const hold = (): void => setHeldAt((held) => held ?? rows[0]?.seq ?? null);
  const release = (): void => {
    setHeldAt(null);
    grid.current?.element?.scrollTo({ top: 0 });
  };
  const scrolled = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLDivElement>): void => {
    if (scrollTop > 0) hold();
    else if (chosen === null) setHeldAt(null);
    if (scrollHeight - scrollTop - clientHeight < rowsAhead * rowHeight) onEnd();
  };

  return (
    <div className="entries">
      {newer > 0 && (
        <Button className="newer" size="compact-sm" leftSection={<UpIcon />} onClick={release}>
          {t('newer', { count: newer, number: formats.number(newer) })}
        </Button>
      )}
      <DataGrid<Entry, unknown, number>
        ref={grid}
        aria-label={t('grid')}
        aria-describedby={isBusy ? 'ledger-busy' : undefined}
        columns={columns}
        rows={rows}
        rowKeyGetter={seqOf}
        rowHeight={rowHeight}
        rowClass={({ seq }) => (seq === chosen ? 'chosen' : undefined)}
        headerRowHeight={34}
        defaultColumnOptions={resizable}
        onScroll={scrolled}
        onActivePositionChange={({ row }) => {
          if (row === undefined) return;
          hold();
          onChosen(row.seq);
        }}
      />
      <span id="ledger-busy" role="status" className="busy">
        {isFetching || isBusy ? t(isBusy ? 'searching' : 'loadingMore') : ''}
      </span>
    </div>
  );
}

const seqOf = ({ seq }: Entry): number => seq;
const resizable = { resizable: true };

function useColumns(plugs: ReadonlyMap<string, Plug>): readonly Column<Entry>[] {
  const { t, i18n } = useTranslation('ledger');
  const formats = useFormats();
  const words = useEntryWords();
  // the words are made anew at each drawing; what they depend on is the language
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  return useMemo(() => {
    const plugOf = ({ mac }: Entry): Plug | undefined => (mac === null ? undefined : plugs.get(mac));
    const foreign = (text: string | null | undefined) => (
      <span className="foreign" title={text ?? undefined}>
        {text}
      </span>
    );
    return [
      { key: 'seq', name: t('columns.entry'), width: 70, renderCell: ({ row }) => formats.number(row.seq) },
      {
        key: 'at',
        name: t('columns.at'),
        width: 160,
        renderCell: ({ row }) => <time dateTime={row.at}>{formats.precise(row.at)}</time>,
      },
      {
        key: 'what',
        name: t('columns.what'),
        width: 'minmax(260px, 1fr)',
        renderCell: ({ row }) => foreign(words.said(row)),
      },
      { key: 'result', name: t('columns.result'), width: 145, renderCell: ({ row }) => words.result(row) },
      {
        key: 'plug',
        name: t('columns.plug'),
        width: 150,
        renderCell: ({ row }) => foreign(plugOf(row)?.label ?? (plugOf(row)?.alias || row.mac)),
      },
      { key: 'run', name: t('columns.run'), width: 96 },
      { key: 'by', name: t('columns.by'), width: 110, renderCell: ({ row }) => foreign(words.who(row)) },
      { key: 'room', name: t('columns.room'), width: 90, renderCell: ({ row }) => foreign(plugOf(row)?.room) },
      { key: 'mac', name: t('columns.mac'), width: 145 },
    ];
  }, [plugs, i18n.language]);
}
