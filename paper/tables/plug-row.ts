/** What one record of a file tells of a plug. Null: the file does not tell. */
export interface PlugRow {
  /** Line of the file in which the record starts; of a workbook, the row. */
  line: number;
  mac: string | null;
  deviceId: string | null;
  model: string | null;
  alias: string | null;
  label: string | null;
  site: string | null;
  room: string | null;
  tags: string[] | null;
  address: string | null;
  serial: string | null;
  owned: boolean | null;
  protected: boolean | null;
  /** The cells of the column `note` and of every column without a meaning of its own, by the column's name. */
  notes: Record<string, string>;
  /** Names of columns whose cell held invisible or control characters, which were left out. */
  cleaned: readonly string[];
}

/** A record that is not taken, and why. */
export interface RejectedRow {
  line: number;
  why: string;
}
