import { useMemo } from 'react';
import { type Column, renderTextEditor } from 'react-data-grid';
import type { Plug } from '../../../contract/index.ts';
import { useFormats } from '../../parts/moments.ts';
import { MarkSigns, markWords, StandingSign } from '../../parts/standing.tsx';
import { useTranslation } from '../../words.ts';
import { selectColumn } from './select-column.tsx';

export const columnKeys = [
  'name',
  'site',
  'room',
  'tags',
  'model',
  'standing',
  'marks',
  'load',
  'seen',
  'mac',
  'address',
  'firmware',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

export const usualColumns: readonly ColumnKey[] = [
  'name',
  'site',
  'room',
  'model',
  'standing',
  'marks',
  'load',
  'seen',
  'mac',
  'address',
];

/** A row as it is edited: what is typed into a cell stands here until it is saved. */
export interface Row extends Plug {
  name: string;
  roomText: string;
  tagsText: string;
}

/** The chosen columns of the fleet's grid. */
export function useColumns(shown: readonly ColumnKey[], isEditable: boolean): readonly Column<Row>[] {
  const { t } = useTranslation('fleet');
  const formats = useFormats();
  return useMemo(() => {
    // looked up here: a cell that asks for its own words makes every row dear
    const marks = markWords(t);
    const all: Record<ColumnKey, Omit<Column<Row>, 'key' | 'name'>> = {
      name: {
        width: 210,
        frozen: true,
        renderEditCell: renderTextEditor,
        renderCell: ({ row }) => (
          <span className="foreign" title={row.alias}>
            {row.name}
          </span>
        ),
      },
      site: { width: 120, renderCell: ({ row }) => <span className="foreign">{row.site}</span> },
      room: {
        width: 120,
        renderEditCell: renderTextEditor,
        renderCell: ({ row }) => <span className="foreign">{row.roomText}</span>,
      },
      tags: {
        width: 140,
        renderEditCell: renderTextEditor,
        renderCell: ({ row }) => <span className="foreign">{row.tagsText}</span>,
      },
      model: { width: 90 },
      standing: {
        width: 146,
        renderCell: ({ row }) => <StandingSign standing={row.standing} word={t(`standing.${row.standing}`)} />,
      },
      marks: { width: 96, renderCell: ({ row }) => <MarkSigns {...row} words={marks} /> },
      load: {
        width: 104,
        renderCell: ({ row }) =>
          row.watts === null ? t(`relay.${row.relay}`) : t('watts', { watts: formats.number(row.watts) }),
      },
      seen: {
        width: 130,
        renderCell: ({ row }) => (row.lastSeenAt === null ? t('never') : formats.ago(row.lastSeenAt)),
      },
      mac: { width: 150 },
      address: { width: 120 },
      firmware: { width: 130 },
    };
    const editKeys: Partial<Record<ColumnKey, string>> = { room: 'roomText', tags: 'tagsText' };
    return [
      selectColumn({ all: t('selectAll'), one: t('select') }),
      ...columnKeys
        .filter((key) => shown.includes(key))
        .map((key) => ({
          key: editKeys[key] ?? key,
          name: t(`columns.${key}`),
          resizable: true,
          sortable: true,
          ...all[key],
          ...(isEditable ? {} : { renderEditCell: undefined }),
        })),
    ];
  }, [shown, isEditable, t, formats.number, formats.ago]);
}
