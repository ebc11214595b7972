import { useMemo } from 'react';
import { type Column, DataGrid } from 'react-data-grid';
import type { RunItem } from '../../../contract/index.ts';
import { Empty } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import { nameOf, placeOf } from './names.ts';
import { ItemBadge, ProofWords } from './run-badges.tsx';

/** The items of a run. Their rows are the items themselves: only those that changed are drawn anew. */
export function RunGrid({ items }: { items: readonly RunItem[] }) {
  const { t } = useTranslation(['plan', 'codes']);
  const columns = useMemo<readonly Column<RunItem>[]>(
    () => [
      {
        key: 'name',
        name: t('columns.name'),
        width: 160,
        frozen: true,
        renderCell: ({ row }) => <span className="foreign">{nameOf(row.plug)}</span>,
      },
      {
        key: 'room',
        name: t('columns.room'),
        width: 110,
        renderCell: ({ row: { plug } }) => (
          <span className="foreign" title={placeOf(plug)}>
            {plug.room ?? plug.site}
          </span>
        ),
      },
      { key: 'model', name: t('columns.model'), width: 70, renderCell: ({ row }) => row.plug.model },
      { key: 'state', name: t('columns.state'), width: 210, renderCell: ({ row }) => <ItemBadge at={row.at} /> },
      {
        key: 'proof',
        name: t('columns.proof'),
        width: 270,
        renderCell: ({ row }) => <ProofWords {...row} />,
      },
      {
        key: 'why',
        name: t('columns.why'),
        minWidth: 400,
        renderCell: ({ row }) =>
          row.code !== undefined && <span title={t(`codes:${row.code}.next`)}>{t(`codes:${row.code}.title`)}</span>,
      },
      { key: 'mac', name: t('columns.mac'), width: 150 },
    ],
    [t],
  );
  if (items.length === 0) return <Empty title={t('run.noMatch')} />;
  return (
    <DataGrid<RunItem, unknown, string>
      aria-label={t('run.grid')}
      columns={columns}
      rows={items}
      rowKeyGetter={macOf}
      rowHeight={32}
      headerRowHeight={34}
      defaultColumnOptions={resizable}
    />
  );
}

const macOf = ({ mac }: RunItem): string => mac;
const resizable = { resizable: true };
