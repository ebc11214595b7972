import { readXml } from './xml.ts';

/** Formats that every workbook has without saying so, by number: 14–22, 27–36, 45–47 and 50–58 are dates and times. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format's code shows a date or time: the letters of one outside quotes, escapes and [colours]. */
const showsDate = (code: string): boolean =>
  /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General/gi, ''));

/** For each style of cells, by its number, whether it shows numbers as dates. */
export function dateStyles(styles: string): boolean[] {
  const custom = new Map<number, boolean>();
  const shown: boolean[] = [];
  let isCellStyles = false;
  readXml(styles, {
    open(name, attribute) {
      if (name === 'numFmt') custom.set(Number(attribute('numFmtId')), showsDate(attribute('formatCode') ?? ''));
      if (name === 'cellXfs') isCellStyles = true;
      if (name !== 'xf' || !isCellStyles) return;
      const id = Number(attribute('numFmtId') ?? 0);
      shown.push(custom.get(id) ?? isBuiltInDate(id));
    },
    close(name) {
      if (name === 'cellXfs') isCellStyles = false;
    },
  });
  return shown;
}

const dayMs = 86_400_000;

/** The day (and time, where there is one) that a number stands for, as ISO 8601 without a zone. */
export function dateText(serial: number, is1904: boolean): string {
  const epochMs = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const at = new Date(Math.round((epochMs + serial * dayMs) / 1000) * 1000);
  if (Number.isNaN(at.getTime())) return String(serial);
  const [day = '', time = ''] = at.toISOString().split(/T|\.000Z/);
  return time === '00:00:00' ? day : `${day} ${time}`;
}
