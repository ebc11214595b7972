import { labelPayload, PlugfleetError } from '../../contract/index.ts';
import type { LabelWords } from '../../text/index.ts';
import { dotted, fillIn } from '../page/fill-in.ts';
import { heightOf, type Pen } from '../page/pen.ts';
import { qrModules, qrOperators, qrQuiet } from '../page/qr.ts';
import type { Style } from '../page/typesetter.ts';
import { type Line, lineOf, wrap } from '../page/wrap.ts';
import type { LabelPlace } from './label-sheet.ts';

/** What a label says of a plug. */
export interface LabelPlug {
  mac: string;
  label: string | null;
  alias: string;
  site: string | null;
  room: string | null;
  /** Place of the room in the walk; null last. */
  roomOrder: number | null;
  model: string;
  /** Whether it is a virtual plug. */
  practice: boolean;
}

/** 2 mm: printers are not exact to a millimetre, and knives neither. */
const inset = 5.7;
/** Of the width of a label, for its code. */
const codeShare = 0.34;

/** Letter sizes at scale 1. */
const sizes = { name: 11, place: 8.5, model: 8, mac: 9 } as const;
const scales = [1.4, 1.3, 1.2, 1.1, 1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6] as const;
/** What has to be cut anyhow is not printed larger than this. */
const largestCut = 0.9;

const styles = new Map<string, Style>();

/** One object for each style: what was measured is kept by it. */
function styleOf(size: number, weight: Style['weight']): Style {
  const key = `${weight} ${size}`;
  const known = styles.get(key) ?? { size, weight };
  styles.set(key, known);
  return known;
}

interface Text {
  lines: Line[];
  /** A word of it is cut. */
  isCut: boolean;
  /** The MAC stands on two lines. */
  isBroken: boolean;
}

/** Draws a label into its place: the code at the left, the words beside it, as large as they fit. */
export function drawLabel(
  plug: LabelPlug,
  words: LabelWords,
  pen: Pen,
  place: LabelPlace,
): PDFKit.PDFStructureElement[] {
  const payload = labelPayload(plug.mac);
  const modules = qrModules(payload);
  const side = Math.min(place.height - 2 * inset, place.width * codeShare);
  const module = side / modules.length;
  const code = { x: place.x + inset, y: place.y + (place.height - side) / 2, width: side, height: side };
  const left = code.x + side + qrQuiet * module;
  const lines = fitted(plug, words, pen, place.x + place.width - inset - left, place.height - 2 * inset);
  const top = place.y + (place.height - heightOf(lines)) / 2;
  return [
    pen.element('P', [() => pen.lines(lines, left, top)]),
    pen.figure(fillIn(words.code, { payload }), code, () => pen.picture(qrOperators(modules), code.x, code.y, module)),
  ];
}

/** What is said, from everything down to what a small label has room for: the name and the MAC. */
const measures = [
  { nameLines: 2, hasModel: true, hasPlace: true },
  { nameLines: 1, hasModel: true, hasPlace: true },
  { nameLines: 1, hasModel: false, hasPlace: true },
  { nameLines: 1, hasModel: false, hasPlace: false },
] as const;
type Measure = (typeof measures)[number];

/**
 * The words at the largest scale at which all of them fit whole; else not too large, with the longest ones cut; else, on
 * a narrow label, with the MAC on two lines; else fewer of them.
 */
function fitted(plug: LabelPlug, words: LabelWords, pen: Pen, width: number, height: number): Line[] {
  for (const measure of measures) {
    const fitting: Text[] = [];
    for (const scale of scales) {
      const text = textOf(plug, words, pen, width, scale, measure);
      if (heightOf(text.lines) > height || text.lines.some((line) => line.width > width)) continue;
      if (!text.isCut && !text.isBroken) return text.lines;
      if (scale <= largestCut) fitting.push(text);
    }
    const best = fitting.find(({ isBroken }) => !isBroken) ?? fitting[0];
    if (best !== undefined) return best.lines;
  }
  throw new PlugfleetError('internal', `not even the MAC fits on ${width} x ${height} pt`);
}

function textOf(
  plug: LabelPlug,
  words: LabelWords,
  pen: Pen,
  width: number,
  scale: number,
  { nameLines, hasModel, hasPlace }: Measure,
): Text {
  const style = (part: keyof typeof sizes, weight: Style['weight']): Style => styleOf(sizes[part] * scale, weight);
  const name = [plug.label, plug.alias].find((text) => text?.trim()) ?? words.noName;
  // that a plug is virtual is said however small the label
  const model = [...(plug.practice ? [words.practice] : []), ...(hasModel ? [plug.model] : [])].join(' ').trim();
  const parts = [
    wrap([{ text: name, style: style('name', 'bold') }], width, nameLines, pen.set),
    ...(hasPlace ? placeLines(plug, style('place', 'regular'), pen, width) : []),
    wrap([{ text: model, style: style('model', plug.practice ? 'bold' : 'regular') }], width, 1, pen.set),
  ];
  const mac = macLines(plug.mac, style('mac', 'bold'), pen, width);
  return {
    lines: [...parts.flat(), ...mac].filter((line) => line.runs.length > 0),
    isCut: parts.some((lines) => lines.at(-1)?.isCut),
    isBroken: mac.length > 1,
  };
}

/** Site and room on one line where there is room, else one below the other. */
function placeLines({ site, room }: LabelPlug, style: Style, pen: Pen, width: number): Line[][] {
  const known = [site, room].filter((text) => text !== null);
  const spans = dotted(known).map((text) => ({ text, style }));
  const both = lineOf(spans, pen.set);
  if (both.width <= width) return [[both]];
  return known.map((text) => wrap([{ text, style }], width, 1, pen.set));
}

/** The MAC is never cut: on one line, or on two where the label is narrow. */
function macLines(mac: string, style: Style, pen: Pen, width: number): Line[] {
  const whole = lineOf([{ text: mac, style }], pen.set);
  if (whole.width <= width) return [whole];
  return [mac.slice(0, 9), mac.slice(9)].map((text) => lineOf([{ text, style }], pen.set));
}
