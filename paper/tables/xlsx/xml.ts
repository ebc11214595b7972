import { Parser } from 'saxen';
import { limits } from '../limits.ts';
import { tooMuch, unreadable } from './zip-reader.ts';

export interface XmlReader {
  /** `name` without its prefix; attributes are parsed only if they are asked for, and have no prefix either. */
  open?(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML from begin to end. Document types are passed over and declare nothing: there are no entities but the five
 * of XML itself.
 * @throws `bad-input`
 */
export function readXml(xml: string, reader: XmlReader): void {
  let failed: Error | undefined;
  let elements = 0;
  const parser = new Parser()
    .on('openTag', (name, attributes, decode) => {
      elements += 1;
      if (elements > limits.elements) throw tooMuch();
      reader.open?.(bare(name), (wanted) => {
        const found = Object.entries(attributes()).find(([key]) => bare(key) === wanted)?.[1];
        return found === undefined ? undefined : decode(found);
      });
    })
    .on('closeTag', (name) => reader.close?.(bare(name)))
    .on('text', (text, decode) => reader.text?.(decode(text)))
    .on('cdata', (text) => reader.text?.(text))
    .on('error', (error) => {
      failed ??= error;
      parser.stop();
    });
  const ended = parser.parse(xml.replace(/^\uFEFF/, ''));
  if (failed !== undefined || ended instanceof Error) throw unreadable('what is in it is no XML');
}
