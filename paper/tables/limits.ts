import type { Column } from './columns.ts';

/** What a file of ours may hold. Everything is refused with its limit, nothing is cut. */
export const limits = {
  /** Bytes of a file, and characters of what a workbook unpacks to. */
  fileBytes: 64 * 1024 * 1024,
  /** A workbook is XML, ten to thirty times larger than its zip. */
  unpackedBytes: 256 * 1024 * 1024,
  /** Elements of one part of a workbook: each costs its time, an empty cell too. */
  elements: 20_000_000,
  records: 200_000,
  columns: 256,
  /** Of a note, in characters. */
  note: 5_000,
} as const;

/** Longest text of a column, in characters. */
export const longest: Readonly<Record<Exclude<Column, 'note'>, number>> = {
  mac: 100,
  deviceId: 100,
  model: 100,
  alias: 200,
  label: 200,
  site: 200,
  room: 200,
  tags: 2_000,
  address: 100,
  serial: 200,
  owned: 20,
  protected: 20,
};
