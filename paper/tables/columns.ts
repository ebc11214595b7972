/** The columns a file of plugs may have; every other column is kept as a note under its name. */
export const columns = [
  'mac',
  'deviceId',
  'model',
  'alias',
  'label',
  'site',
  'room',
  'tags',
  'address',
  'serial',
  'owned',
  'protected',
  'note',
] as const;
export type Column = (typeof columns)[number];

const byName = new Map<string, Column>(columns.map((column) => [column.toLowerCase(), column]));

/** The column a header means, however it is capitalised. */
export const columnNamed = (header: string): Column | undefined => byName.get(header.toLowerCase());
