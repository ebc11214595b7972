import type { PlugRecord } from '../../contract/index.ts';
import { type Column, columnNamed, columns } from './columns.ts';
import { joinTags } from './tags-cell.ts';

/** A column of the inventory as a file shows it. Null: not known. */
export type PlugCells = Readonly<Record<Column, string | null>>;

export const cellsOf = (plug: PlugRecord): PlugCells => ({
  mac: plug.mac,
  deviceId: plug.deviceId,
  model: plug.model,
  alias: plug.alias,
  label: plug.label,
  site: plug.site,
  room: plug.room,
  tags: joinTags(plug.tags),
  address: plug.address,
  serial: plug.serial,
  owned: plug.owned ? 'yes' : 'no',
  protected: plug.protectedReason === null && plug.protectedOutlets.length === 0 ? 'no' : 'yes',
  note: noteOf(plug, 'note'),
});

/** Null where this plug has no such note; a column may bear any name, `valueOf` too. */
export const noteOf = ({ notes }: Pick<PlugRecord, 'notes'>, name: string): string | null =>
  Object.hasOwn(notes, name) ? (notes[name] ?? null) : null;

/** The inventory as rows of text under a header: one row per plug and one more column per name of a note. */
export function plugsTable(plugs: readonly PlugRecord[]): string[][] {
  const names = new Set(plugs.flatMap((plug) => Object.keys(plug.notes)));
  const noteColumns = [...names].filter((name) => columnNamed(name) === undefined).toSorted();
  return [
    [...columns, ...noteColumns],
    ...plugs.map((plug) => {
      const cells = cellsOf(plug);
      return [...columns.map((column) => cells[column] ?? ''), ...noteColumns.map((name) => noteOf(plug, name) ?? '')];
    }),
  ];
}
