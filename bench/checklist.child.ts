import { appendFileSync, createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import type { ButtonFacts, Card, Checklist } from '../contract/index.ts';
import { writeChecklist } from '../paper/index.ts';
import { paperLanguages } from '../text/index.ts';
import type { Mark } from './checklist-marks.ts';

/** One print, as a process of its own: `ours`, the `floor`, or `record`, which notes what the floor has to write. */
const [job = '', folder = '', count = ''] = process.argv.slice(2);

const facts = (form: ButtonFacts['form'], button: ButtonFacts['button']): ButtonFacts => ({
  form,
  outlets: 1,
  button,
  wifiSeconds: 5,
  eraseSeconds: 10,
  steps: {
    erase: [{ do: 'power' }, { do: 'hold', seconds: 10, until: 'rapid-amber' }, { do: 'look', for: 'amber-green' }],
    wifi: [{ do: 'power' }, { do: 'hold', seconds: 5, until: 'amber-green' }],
  },
  confidence: 'vendor-says',
  buttonConfidence: 'inferred',
  matter: false,
  caution: null,
});
const models = [
  ['HS103', facts('mini-plug', 'side')],
  ['P110', facts('plug', 'power-button')],
  ['HS300', facts('power-strip', 'outlet-button-on-strip')],
] as const;

function sample(cards: number): Checklist {
  return {
    run: 'R-7K3QD',
    plan: 'P-2MX8A',
    press: 'erase',
    madeAt: '2026-11-23T20:13:00.000Z',
    practice: false,
    counts: { needsHands: cards },
    total: cards,
    cards: Array.from({ length: cards }, (_, n): Card => {
      const [model, its] = models[n % models.length] ?? models[0];
      const digits = n.toString(16).toUpperCase().padStart(6, '0');
      return {
        mac: `50:C7:BF:${digits.match(/../g)?.join(':')}`,
        label: `PLUG-${n}`,
        alias: n % 10 === 0 ? `客厅 ${n}` : `Lampe ${n}`,
        site: 'Harbour House',
        room: `Flat ${Math.floor(n / 6)}`,
        roomOrder: Math.floor(n / 6),
        model,
        hardware: '5.0',
        address: `192.168.${n % 7}.${n % 250}`,
        lastSeenAt: '2026-11-20T09:30:00.000Z',
        outlets: 1,
        why: 'silent',
        lookFirst: false,
        matterCode: null,
        facts: its,
      };
    }),
  };
}

async function ours(file: string): Promise<number> {
  let codes = 0;
  const written = await writeChecklist(sample(Number(count)), {
    file,
    paper: 'a4',
    large: false,
    pocket: false,
    words: paperLanguages.en,
    signal: new AbortController().signal,
    newPageCode: () => `CODE-${codes++}`,
  });
  return written.pages;
}

interface OpenFont {
  id: string;
  name: string;
  unicode: number[][];
}
interface Inside {
  _fontFamilies: Record<string, OpenFont>;
}

const record = join(folder, 'record.jsonl');

/** Notes every mark our print makes on its pages, read back from what it hands to pdfkit. */
function listen(): void {
  const { prototype } = PDFDocument;
  const { addContent, addPage, end } = prototype;
  let marks: Mark[] | undefined;
  let isOpening = false;
  const turn = (): void => {
    if (marks) appendFileSync(record, `${JSON.stringify(marks)}\n`);
    marks = undefined;
  };
  prototype.addPage = function (this: PDFKit.PDFDocument, options?: PDFKit.PDFDocumentOptions) {
    turn();
    isOpening = true;
    const page = addPage.call(this, options);
    isOpening = false;
    marks = [];
    return page;
  };
  prototype.end = function (this: PDFKit.PDFDocument) {
    turn();
    appendFileSync(record, '"end"\n');
    return end.call(this);
  };
  prototype.addContent = function (this: PDFKit.PDFDocument, data: unknown) {
    const text = data instanceof Uint8Array ? Buffer.from(data).toString('latin1').trimEnd() : String(data);
    if (!isOpening && !/(?:BDC|BMC)$|^EMC$/.test(text))
      marks?.push(...marksOf(text, Object.values((this as unknown as Inside)._fontFamilies)));
    return addContent.call(this, data);
  };
}

function marksOf(data: string, fonts: readonly OpenFont[]): Mark[] {
  const [, shade, runs] = /^BT ([01]) g (.+) ET$/.exec(data) ?? [];
  if (runs === undefined) return [[data]];
  const pattern = /\/(\w+) ([\d.]+) Tf ([\d.]+) Tc 1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm \[([^\]]*)\] TJ/g;
  return [...runs.matchAll(pattern)].map(([, id, size, spacing, x, y, operand = '']) => {
    const font = fonts.find((one) => one.id === id);
    const glyphs = [...operand.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    const text = glyphs.map((glyph) => String.fromCodePoint(...(font?.unicode[Number.parseInt(glyph, 16)] ?? [])));
    return [font?.name ?? '', Number(size), Number(spacing), Number(x), Number(y), Number(shade), text.join('')];
  });
}

const fontFiles: Readonly<Record<string, string>> = {
  'NotoSans-Regular': '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  'NotoSans-Bold': '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  'NotoSansSC-Regular': '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'NotoSansSC-Bold': '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};
const paths = new Map(
  Object.entries(fontFiles).map(([name, file]) => [name, fileURLToPath(import.meta.resolve(file))]),
);

function bare(file: string): { doc: PDFKit.PDFDocument; done: Promise<void> } {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    font: paths.get('NotoSans-Regular') ?? '',
  });
  const out = createWriteStream(file);
  doc.pipe(out);
  return { doc, done: finished(out) };
}

/** The same marks by bare pdfkit. Reading the record back is not its work and is not counted. */
async function floor(file: string): Promise<{ pages: number; ms: number }> {
  let ms = 0;
  let pages = 0;
  let part = 1;
  let open: ReturnType<typeof bare> | undefined;
  for await (const line of createInterface({ input: createReadStream(record) })) {
    const marks = JSON.parse(line) as Mark[] | 'end';
    const startMs = performance.now();
    open ??= bare(`${file}-${part++}.pdf`);
    if (marks === 'end') {
      open.doc.end();
      await open.done;
      open = undefined;
    } else {
      pages += 1;
      writePage(open.doc, marks);
    }
    ms += performance.now() - startMs;
  }
  return { pages, ms };
}

function writePage(doc: PDFKit.PDFDocument, marks: readonly Mark[]): void {
  doc.addPage();
  for (const mark of marks) {
    if (mark.length === 1) {
      doc.addContent(mark[0]);
      continue;
    }
    const [font, size, characterSpacing, x, y, shade, text] = mark;
    doc.font(paths.get(font) ?? '', size).fillColor(shade === 0 ? 'black' : 'white');
    doc.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', characterSpacing });
  }
}

if (job === 'record') listen();
const before = process.cpuUsage();
const startMs = performance.now();
const pages = job === 'floor' ? await floor(join(folder, 'floor')) : await ours(join(folder, `${job}.pdf`));
const { user, system } = process.cpuUsage(before);
process.send?.({
  ms: typeof pages === 'number' ? performance.now() - startMs : pages.ms,
  processorMs: (user + system) / 1000,
  rssMb: process.resourceUsage().maxRSS / 1024,
  pages: typeof pages === 'number' ? pages : pages.pages,
});
process.disconnect?.();
