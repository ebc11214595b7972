import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from './browser.ts';
import type { Mark } from './checklist-marks.ts';

/** The same letters and pictures, printed by a browser: a page of SVG each, with the fonts of the paper. */
const [folder = ''] = process.argv.slice(2);

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

/** Drawing operators of PDF as SVG; those that the paper uses. */
function drawn(operators: string): string {
  let svg = '';
  let path = '';
  let width = 1;
  let fill = 0;
  const numbers: number[] = [];
  const grey = (): string =>
    `rgb(${Array(3)
      .fill(Math.round(fill * 255))
      .join()})`;
  const paint = (inside: string, outside: string): void => {
    svg += `<path d="${path}" fill="${inside}" stroke="${outside}" stroke-width="${width}"/>`;
    path = '';
  };
  for (const token of operators.split(/\s+/)) {
    const number = Number(token);
    if (token !== '' && !Number.isNaN(number)) {
      numbers.push(number);
      continue;
    }
    const [a = 0, b = 0, c = 0, d = 0] = numbers;
    if (token === 'm' || token === 'l' || token === 'c') path += `${token.toUpperCase()}${numbers.join(' ')}`;
    else if (token === 'h') path += 'Z';
    else if (token === 're') path += `M${a} ${b}h${c}v${d}h${-c}Z`;
    else if (token === 'w') width = a;
    else if (token === 'g') fill = a;
    else if (token === 'S') paint('none', 'black');
    else if (token === 'f') paint(grey(), 'none');
    else if (token === 'B') paint(grey(), 'black');
    else if (token === 'cm') svg += `<g transform="matrix(${numbers.join(' ')})">`;
    else if (token === 'Q') svg += '</g>';
    numbers.length = 0;
  }
  return svg;
}

function page(marks: readonly Mark[]): string {
  const parts = marks.map((mark) => {
    if (mark.length === 1) return drawn(mark[0]);
    const [font, size, spacing, x, y, shade, text] = mark;
    const family = font.startsWith('NotoSansSC') ? 'SC' : 'Noto';
    const weight = font.endsWith('Bold') ? 700 : 400;
    const style = `font:${weight} ${size}px ${family};letter-spacing:${spacing}px`;
    return `<text x="${x}" y="${y}" fill="${shade === 0 ? 'black' : 'white'}" style="${style}">${escaped(text)}</text>`;
  });
  return `<svg viewBox="0 0 595.28 841.89">${parts.join('')}</svg>\n`;
}

const face = (family: string, weight: number, file: string): string =>
  `@font-face{font-family:${family};font-weight:${weight};src:url(${import.meta.resolve(file)})}`;

const html = join(folder, 'browser.html');
const out = createWriteStream(html);
out.write('<!doctype html><meta charset="utf-8"><style>@page{size:A4;margin:0}body{margin:0}');
out.write('svg{display:block;width:210mm;height:296.9mm;break-after:page;white-space:pre}');
out.write(face('Noto', 400, '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'));
out.write(face('Noto', 700, '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'));
out.write(face('SC', 400, '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'));
out.write(face('SC', 700, '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'));
out.write('</style>\n');
let pages = 0;
for await (const line of createInterface({ input: createReadStream(join(folder, 'record.jsonl')) })) {
  const marks = JSON.parse(line) as Mark[] | 'end';
  if (marks === 'end') continue;
  out.write(page(marks));
  pages += 1;
}
out.end();
await finished(out);

const startMs = performance.now();
await using browser = await launchBrowser();
const view = await browser.newPage();
await view.goto(pathToFileURL(html).href);
await view.evaluate('document.fonts.ready');
await view.pdf({ path: join(folder, 'browser.pdf'), preferCSSPageSize: true, tagged: true });
process.send?.({ ms: performance.now() - startMs, pages });
await browser.close();
process.disconnect?.();
