import 'react-data-grid/lib/styles.css';
import { useMemo, useState } from 'react';
import { type Column, DataGrid, SelectColumn, type SortColumn } from 'react-data-grid';
import { createRoot } from 'react-dom/client';

/** The floor of the window's bench: nothing but the grid, with the same rows, columns, filter and sort as plain text. */
type Row = Readonly<Record<string, string>> & { mac: string };

const columns: readonly Column<Row>[] = [
  SelectColumn,
  ...['name', 'site', 'room', 'model', 'standing', 'marks', 'load', 'seen', 'mac', 'address'].map((key, at) => ({
    key,
    name: key,
    width: at === 0 ? 210 : 120,
    frozen: at === 0,
    resizable: true,
    sortable: true,
  })),
];

const collator = new Intl.Collator(undefined, { numeric: true });

function Bare({ rows }: { rows: readonly Row[] }) {
  const [text, setText] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [sort, setSort] = useState<readonly SortColumn[]>([]);
  const visible = useMemo(() => {
    const found = rows.filter(({ name, mac }) => `${name} ${mac}`.toLowerCase().includes(text));
    const [by] = sort;
    if (by === undefined) return found;
    const sign = by.direction === 'ASC' ? 1 : -1;
    return found.toSorted((a, b) => sign * collator.compare(a[by.columnKey] ?? '', b[by.columnKey] ?? ''));
  }, [rows, text, sort]);
  return (
    <>
      <input type="search" value={text} onChange={(event) => setText(event.currentTarget.value.toLowerCase())} />
      <DataGrid
        style={{ blockSize: 'calc(100vh - 60px)' }}
        columns={columns}
        rows={visible}
        rowKeyGetter={(row: Row) => row.mac}
        rowHeight={32}
        headerRowHeight={34}
        selectedRows={selected}
        onSelectedRowsChange={setSelected}
        sortColumns={sort}
        onSortColumnsChange={setSort}
      />
    </>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const rows = (await (await fetch('./rows.json')).json()) as Row[];
createRoot(root).render(<Bare rows={rows} />);
