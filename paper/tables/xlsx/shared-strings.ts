import { decodeCell } from './cell-text.ts';
import { readXml } from './xml.ts';

/** The texts that cells name by their number. Rich text is put together; how it is pronounced is left out. */
export function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let aside = 0;
  readXml(xml, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') aside += 1;
      if (name === 't') isText = aside === 0;
    },
    text(more) {
      if (isText) text += more;
    },
    close(name) {
      if (name === 't') isText = false;
      if (name === 'rPh') aside -= 1;
      if (name === 'si') strings.push(decodeCell(text));
    },
  });
  return strings;
}
