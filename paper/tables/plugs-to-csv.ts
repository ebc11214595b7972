import Papa from 'papaparse';
import type { PlugRecord } from '../../contract/index.ts';
import { type Column, columnNamed, columns } from './columns.ts';
import { guarded } from './formula-guard.ts';
import { joinTags } from './tags-cell.ts';

/** The inventory as comma-separated text, one record per plug and one more column per name of a note. */
export function plugsToCsv(plugs: readonly PlugRecord[]): string {
  const names = new Set(plugs.flatMap((plug) => Object.keys(plug.notes)));
  const noteColumns = [...names].filter((name) => columnNamed(name) === undefined).toSorted();
  const header = [...columns, ...noteColumns];
  const rows = plugs.map((plug) => {
    const cells = cellsOf(plug);
    return [...columns.map((column) => cells[column] ?? ''), ...noteColumns.map((name) => noteOf(plug, name))];
  });
  return `${Papa.unparse(
    [header, ...rows].map((cells) => cells.map(guarded)),
    { newline: '\r\n' },
  )}\r\n`;
}

/** Empty where this plug has no such note; a column may bear any name, `valueOf` too. */
const noteOf = ({ notes }: PlugRecord, name: string): string => (Object.hasOwn(notes, name) ? (notes[name] ?? '') : '');

const cellsOf = (plug: PlugRecord): Record<Column, string | null | undefined> => ({
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
  note: plug.notes['note'],
});
