import { useMemo, useRef } from 'react';
import {
  type CellKeyboardEvent,
  type CellKeyDownArgs,
  type Column,
  DataGrid,
  type DataGridHandle,
} from 'react-data-grid';
import { useTranslation } from '../../words.ts';
import { nameOf, placeOf } from '../plan/names.ts';
import { ItemBadge } from '../plan/run-badges.tsx';
import type { CardRow } from './rows.ts';
import { Said } from './said.tsx';
import { type Result, resultOf } from './typed-numbers.ts';

/** Cards as a dense list in which keys set results. */
export function ResultsGrid({
  rows,
  onResult,
  onSave,
}: {
  rows: readonly CardRow[];
  /** Null where nothing may be changed. */
  onResult: ((row: CardRow, result: Result | null) => void) | null;
  onSave: () => void;
}) {
  const { t } = useTranslation('checklists');
  const grid = useRef<DataGridHandle>(null);
  const hasNumbers = rows.some(({ number }) => number !== null);
  const columns = useMemo<readonly Column<CardRow>[]>(
    () => [
      ...(hasNumbers
        ? [
            {
              key: 'number',
              name: t('columns.number'),
              width: 48,
              renderCell: ({ row }: { row: CardRow }) => <strong>{row.number}</strong>,
            },
          ]
        : []),
      {
        key: 'name',
        name: t('columns.name'),
        width: 170,
        renderCell: ({ row }) => <span className="foreign">{nameOf(row.card.item.plug)}</span>,
      },
      {
        key: 'result',
        name: t('columns.result'),
        width: 130,
        renderCell: ({ row }) => row.result !== null && <strong>→ {t(`result.${row.result}`)}</strong>,
      },
      {
        key: 'state',
        name: t('columns.state'),
        width: 180,
        renderCell: ({ row: { card } }) => <ItemBadge at={card.item.at} />,
      },
      {
        key: 'said',
        name: t('columns.said'),
        minWidth: 260,
        renderCell: ({ row: { card } }) => {
          const { tick, conflict } = card.item;
          if (card.isBlocked) return <span>{t('blocked')}</span>;
          if (tick === undefined) return null;
          return (
            <span className="cell">
              {(conflict === true ? card.ticks : [tick]).map((one) => (
                <Said key={`${one.by} ${one.at} ${one.result}`} tick={one} />
              ))}
            </span>
          );
        },
      },
      {
        key: 'room',
        name: t('columns.room'),
        width: 150,
        renderCell: ({ row }) => (
          <span className="foreign" title={placeOf(row.card.item.plug)}>
            {placeOf(row.card.item.plug)}
          </span>
        ),
      },
      { key: 'model', name: t('columns.model'), width: 80, renderCell: ({ row }) => row.card.item.plug.model },
      { key: 'mac', name: t('columns.mac'), width: 150 },
    ],
    [t, hasNumbers],
  );

  const onKey = (args: CellKeyDownArgs<CardRow>, event: CellKeyboardEvent): void => {
    if (args.mode !== 'ACTIVE' || event.ctrlKey || event.metaKey || event.altKey) return;
    const { row, rowIdx, column } = args;
    if (event.key === 'Enter') {
      event.preventGridDefault();
      event.preventDefault();
      onSave();
      return;
    }
    if (row === undefined || onResult === null) return;
    const isForgotten = event.key === 'Backspace' || event.key === 'Delete';
    const result = isForgotten ? null : resultOf(event.key);
    if (result === undefined) return;
    event.preventGridDefault();
    event.preventDefault();
    onResult(row, result);
    // on to the next one, so that a page is one key a card
    if (!isForgotten && rowIdx < rows.length - 1)
      grid.current?.setActivePosition({ idx: column?.idx ?? 0, rowIdx: rowIdx + 1 }, { shouldFocus: true });
  };

  return (
    <div className="results-grid">
      <DataGrid<CardRow, unknown, string>
        ref={grid}
        aria-label={t('results.grid')}
        columns={columns}
        rows={rows}
        rowKeyGetter={macOf}
        rowHeight={30}
        headerRowHeight={32}
        defaultColumnOptions={resizable}
        onCellKeyDown={onKey}
      />
    </div>
  );
}

const macOf = ({ mac }: CardRow): string => mac;
const resizable = { resizable: true };
