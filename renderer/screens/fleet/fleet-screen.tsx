import { Button, Checkbox, Popover } from '@mantine/core';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { DataGrid, type DataGridHandle, type RowsChangeData, type SortColumn } from 'react-data-grid';
import type { Plug } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { useInventory } from '../../feed/plugs.ts';
import { keep, kept } from '../../parts/kept.ts';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { usePlace } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { FirstRun } from '../first-run.tsx';
import { change, putBack, undoLast } from './changes.ts';
import { choose, useChosen } from './chosen.ts';
import { type ColumnKey, columnKeys, type Row, useColumns, usualColumns } from './columns.tsx';
import { FilesMenu } from './files-menu.tsx';
import { applyFilter, type Filter, noFilter, prepareSearch } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { PlugDetails } from './plug-details.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { sortPlugs } from './sort.ts';
import { ViewsMenu } from './views-menu.tsx';

const rows = new WeakMap<Plug, Row>();
/** The row of a plug, the same one as long as the plug is the same, so that only what changed is drawn anew. */
function rowOf(plug: Plug): Row {
  const known = rows.get(plug);
  if (known !== undefined) return known;
  const row = { ...plug, name: plug.label ?? plug.alias, roomText: plug.room ?? '', tagsText: plug.tags.join(', ') };
  rows.set(plug, row);
  return row;
}

const macOf = (row: Row): string => row.mac;
const chooseNone = (): void => choose(new Set());
// what a key in the search does not change is not drawn anew
const Selection = memo(SelectionBar);
const Files = memo(FilesMenu);

/** Which columns are shown. */
const ColumnsMenu = memo(function ColumnsMenu(o: {
  shown: readonly ColumnKey[];
  onShown: (keys: readonly ColumnKey[]) => void;
}) {
  const { t } = useTranslation('fleet');
  return (
    <Popover withArrow shadow="md" trapFocus position="bottom-start">
      <Popover.Target>
        <Button variant="default">{t('columns.title')}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          value={[...o.shown]}
          onChange={(keys) => {
            const next = columnKeys.filter((key) => keys.includes(key));
            keep('columns', next);
            o.onShown(next);
          }}
        >
          {columnKeys.map((key) => (
            <Checkbox key={key} value={key} label={t(`columns.${key}`)} disabled={key === 'name'} mb={6} />
          ))}
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
});

/** The whole inventory. */
export function FleetScreen() {
  const { t } = useTranslation('fleet');
  const { state, failure, plugs, total } = useInventory();
  const { readOnly } = useAbout();
  const chosen = useChosen();
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [sort, setSort] = useState<readonly SortColumn[]>([]);
  const [shown, setShown] = useState(() => kept<readonly ColumnKey[]>('columns', usualColumns));
  const [focused, setFocused] = useState<string | null>(null);
  const columns = useColumns(shown, !readOnly);
  const grid = useRef<DataGridHandle>(null);
  // "an hour ago" moves on by itself
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || isTyping) return;
      event.preventDefault();
      void undoLast();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  useEffect(() => prepareSearch(plugs), [plugs]);
  const visible = useMemo(
    () => sortPlugs(applyFilter(plugs, filter, nowMs), sort).map(rowOf),
    [plugs, filter, sort, nowMs],
  );
  const selected = useMemo(() => plugs.filter(({ mac }) => chosen.has(mac)), [plugs, chosen]);
  // `#/fleet/MAC` shows that plug as soon as it is known
  const [named] = usePlace().rest;
  const place = named === undefined ? -1 : visible.findIndex(({ mac }) => mac === named);
  const isThere = place >= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that move later do not pull it back into sight
  useEffect(() => {
    if (named === undefined || !isThere) return;
    setFocused(named);
    grid.current?.scrollToCell({ rowIdx: place });
  }, [named, isThere]);
  const one = plugs.find(({ mac }) => mac === focused);

  if (state === 'loading') return <Loading />;
  if (plugs.length === 0) return failure === null ? <FirstRun /> : <Failed failure={failure} />;

  const edit = (next: readonly Row[], { indexes, column }: RowsChangeData<Row>): void => {
    for (const index of indexes) {
      const row = next[index];
      const plug = plugs.find(({ mac }) => mac === row?.mac);
      if (row !== undefined && plug !== undefined) saveCell(plug, row, column.key);
    }
  };
  const saveCell = (plug: Plug, row: Row, key: string): void => {
    const selection = { macs: [plug.mac] };
    const text = (value: string): string | null => (value.trim() === '' ? null : value.trim());
    const tags = row.tagsText
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean);
    const [facts] = [
      { mac: plug.mac, site: plug.site, room: plug.room, label: plug.label, feedsNetwork: plug.feedsNetwork },
    ];
    const calls: Record<string, () => Promise<{ changed: number }>> = {
      name: () => client.plugs.set({ selection, label: text(row.name) }),
      roomText: () => client.plugs.set({ selection, room: text(row.roomText) }),
      tagsText: () => client.plugs.putFacts({ plugs: [{ ...facts, tags }] }),
    };
    const carryOut = calls[key];
    if (carryOut === undefined) return;
    void change({
      did: (count) => t('did.set', { count }),
      undone: (what) => t('undone', { what }),
      carryOut,
      undo: putBack([plug]),
    });
  };

  return (
    <>
      <div className="bar">
        <h1>{t('title')}</h1>
        <FilterBar plugs={plugs} filter={filter} onFilter={setFilter} nowMs={nowMs} />
        <ViewsMenu filter={filter} onFilter={setFilter} />
        <ColumnsMenu shown={shown} onShown={setShown} />
        <Files />
        <span className="grow" />
        <span role="status">
          {plugs.length < total
            ? t('arriving', { here: plugs.length, total })
            : visible.length === plugs.length
              ? t('count', { count: plugs.length })
              : t('shown', { shown: visible.length, total: plugs.length })}
        </span>
      </div>
      {selected.length > 0 && <Selection plugs={selected} onClear={chooseNone} />}
      <div className="split">
        {visible.length === 0 ? (
          <Empty title={t('empty.noMatch')}>
            <Button variant="default" onClick={() => setFilter(noFilter)}>
              {t('filters.clear')}
            </Button>
          </Empty>
        ) : (
          <DataGrid<Row, unknown, string>
            ref={grid}
            aria-label={t('title')}
            columns={columns}
            rows={visible}
            rowKeyGetter={macOf}
            rowHeight={32}
            headerRowHeight={34}
            selectedRows={chosen}
            onSelectedRowsChange={choose}
            sortColumns={sort}
            onSortColumnsChange={setSort}
            onRowsChange={edit}
            onActivePositionChange={({ row }) => row !== undefined && setFocused(row.mac)}
          />
        )}
        {one !== undefined && (
          <aside>
            <PlugDetails plug={one} />
          </aside>
        )}
      </div>
    </>
  );
}
