import { createHash } from 'node:crypto';

/** Something that a capture must not tell, and what it is for the message of a test. */
export interface Secret {
  what: string;
  text: string;
}

const hash = (name: string, text: string): Buffer => createHash(name).update(text).digest();
const reversed = (text: string): string => [...text].reverse().join('');
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
const escaped = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

/** A text in every way it might be written down in a file; all lower case, for a search that ignores case. */
function formsOf(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const forms = [text, json, json.replace(/[^ -~]/gu, escaped), escaped(text), encodeURIComponent(text)];
  const bytes = Buffer.from(text);
  forms.push(bytes.toString('hex'), bytes.toString('latin1'));
  // base64 of it alone, and as it looks with something before it
  for (const before of ['', '-', '--']) {
    const encoded = Buffer.from(before + text).toString('base64');
    const settled = encoded.slice(before === '' ? 0 : 4, encoded.length - 4);
    if (settled.length >= 6) forms.push(settled, settled.replaceAll('+', '-').replaceAll('/', '_'));
  }
  for (const name of ['md5', 'sha1', 'sha256'])
    for (const each of [text, text.toLowerCase(), text.toUpperCase()])
      forms.push(hash(name, each).toString('hex'), hash(name, each).toString('base64').replace(/=+$/, ''));
  if (text.length >= 6) forms.push(reversed(text));
  const hex = bare(text);
  if (/^[0-9a-f]{12,}$/i.test(hex)) forms.push(...hexForms(hex));
  return forms.map((form) => form.toLowerCase());
}

/** MACs and ids: their bytes in other orders, with other separators, as numbers, and in halves. */
function hexForms(hex: string): string[] {
  const pairs = hex.match(/../g) ?? [];
  const half = hex.length / 2;
  const orders = [pairs, [...pairs].reverse()];
  return [
    ...orders.flatMap((each) => ['', ':', '-', ' ', '.'].map((between) => each.join(between))),
    pairs.map((pair) => Number.parseInt(pair, 16)).join(','),
    Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, ''),
    hex.slice(half) + hex.slice(0, half),
    hex.slice(half),
    reversed(hex.slice(half)),
    ...(hex.length > 12 ? [hex.slice(0, half)] : []),
  ];
}

/** What is told of the secrets by the bytes of a file. Knows nothing of how captures are made. */
export function leaksIn(file: Buffer, secrets: readonly Secret[]): string[] {
  const text = file.toString('utf8').toLowerCase();
  const squeezed = bare(text);
  return secrets.flatMap(({ what, text: secret }) => {
    const found = formsOf(secret).find((form) => text.includes(form));
    if (found !== undefined) return [`${what} as ${found}`];
    const whole = bare(secret).toLowerCase();
    return whole.length >= 8 && squeezed.includes(whole) ? [`${what} with other signs between`] : [];
  });
}
