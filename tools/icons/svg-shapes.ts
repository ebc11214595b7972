/** A flat area or line of a drawing, in the units of its view box. */
export interface Shape {
  /** Red, green, blue. */
  colour: readonly [number, number, number];
  covers(x: number, y: number): boolean;
}

export interface Drawing {
  /** Of a square view box. */
  size: number;
  shapes: readonly Shape[];
}

type Point = readonly [number, number];

/**
 * Reads the few things our icon is drawn with: `rect` with round corners, and `path` out of `M h v l a z`, filled or
 * with a round pen.
 * @throws RangeError for anything else, so that nothing is left out silently
 */
export function readSvg(text: string): Drawing {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(text)?.[1]);
  if (!(size > 0)) throw new RangeError('the drawing is not square');
  const shapes: Shape[] = [];
  for (const [, name = '', rest = ''] of text.matchAll(/<([a-z]+)\s([^>]*)>/g)) {
    const attributes = new Map(
      [...rest.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
    );
    if (name === 'svg') continue;
    if (name === 'rect') shapes.push(roundRect(attributes));
    else if (name === 'path') shapes.push(...pathShapes(attributes));
    else throw new RangeError(`<${name}> is not drawn`);
  }
  return { size, shapes };
}

type Attributes = ReadonlyMap<string, string>;

function colourOf(text: string | undefined): Shape['colour'] {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? '')?.[1];
  if (hex === undefined) throw new RangeError(`'${text}' is no colour`);
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as unknown as Shape['colour'];
}

function roundRect(attributes: Attributes): Shape {
  const number = (key: string): number => Number(attributes.get(key) ?? 0);
  const [width, height, radius] = [number('width'), number('height'), number('rx')];
  return {
    colour: colourOf(attributes.get('fill')),
    covers(x, y) {
      const dx = Math.max(radius - x, x - (width - radius), 0);
      const dy = Math.max(radius - y, y - (height - radius), 0);
      return x >= 0 && y >= 0 && x <= width && y <= height && Math.hypot(dx, dy) <= radius;
    },
  };
}

function pathShapes(attributes: Attributes): Shape[] {
  const lines = flatten(attributes.get('d') ?? '');
  const fill = attributes.get('fill');
  const stroke = attributes.get('stroke');
  const pen = Number(attributes.get('stroke-width') ?? 1) / 2;
  if (stroke !== undefined && attributes.get('stroke-linecap') !== 'round') throw new RangeError('pens are round');
  const shapes: Shape[] = [];
  if (fill !== undefined && fill !== 'none') {
    const areas = lines.map((line) => pairs([...line, ...line.slice(0, 1)]));
    const covers = within(lines, 0, (x, y) => areas.some((area) => isInside(area, x, y)));
    shapes.push({ colour: colourOf(fill), covers });
  }
  if (stroke !== undefined) {
    const all = lines.flatMap(pairs);
    shapes.push({ colour: colourOf(stroke), covers: within(lines, pen, (x, y) => isNear(all, x, y, pen)) });
  }
  return shapes;
}

/** Most places are far away: they are told by the frame around the lines. */
function within(lines: readonly Point[][], margin: number, covers: Shape['covers']): Shape['covers'] {
  const points = lines.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs) - margin, Math.max(...xs) + margin];
  const [top, bottom] = [Math.min(...ys) - margin, Math.max(...ys) + margin];
  return (x, y) => x >= left && x <= right && y >= top && y <= bottom && covers(x, y);
}

/** How many pieces a quarter of a circle becomes. */
const pieces = 24;

/** The lines of a path; arcs become short pieces. */
function flatten(path: string): Point[][] {
  const lines: Point[][] = [];
  let [x, y] = [0, 0];
  for (const [, command = '', rest = ''] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const n = [...rest.matchAll(/-?\d*\.?\d+/g)].map(([number]) => Number(number));
    const line = lines.at(-1);
    const to = (nextX: number, nextY: number): void => {
      [x, y] = [nextX, nextY];
      line?.push([x, y]);
    };
    const [first = 0, second = 0] = n;
    if (command === 'M') {
      [x, y] = [first, second];
      lines.push([[x, y]]);
    } else if (command === 'h') to(x + first, y);
    else if (command === 'v') to(x, y + first);
    else if (command === 'l') to(x + first, y + second);
    else if (command === 'z') to(...(line?.[0] ?? [x, y]));
    else if (command === 'a') for (const point of arc([x, y], n)) to(...point);
    else throw new RangeError(`the path command ${command} is not drawn`);
  }
  return lines;
}

/** A relative arc of a circle, as far as half of it: radius twice, no turn, small or half, the way round, the end. */
function arc([x, y]: Point, n: readonly number[]): Point[] {
  const [radius = 0, , , , clockwise = 0, dx = 0, dy = 0] = n;
  const half = Math.hypot(dx, dy) / 2;
  const side = Math.sqrt(Math.max(0, radius * radius - half * half)) * (clockwise ? 1 : -1);
  const [cx, cy] = [x + dx / 2 - (dy / (2 * half)) * side, y + dy / 2 + (dx / (2 * half)) * side];
  const from = Math.atan2(y - cy, x - cx);
  const turn = 2 * Math.asin(Math.min(1, half / radius)) * (clockwise ? 1 : -1);
  const count = Math.ceil((Math.abs(turn) / (Math.PI / 2)) * pieces);
  return Array.from({ length: count }, (_, piece) => {
    const angle = from + (turn * (piece + 1)) / count;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
  });
}

const pairs = (line: readonly Point[]): [Point, Point][] =>
  line.slice(1).flatMap((to, at) => {
    const from = line[at];
    return from === undefined ? [] : [[from, to]];
  });

type Segment = readonly [Point, Point];

function isInside(area: readonly Segment[], x: number, y: number): boolean {
  let inside = false;
  for (const [[ax, ay], [bx, by]] of area)
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  return inside;
}

const isNear = (segments: readonly Segment[], x: number, y: number, distance: number): boolean =>
  segments.some(([[ax, ay], [bx, by]]) => {
    const [dx, dy] = [bx - ax, by - ay];
    const long = dx * dx + dy * dy;
    const along = long === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / long));
    return Math.hypot(x - ax - along * dx, y - ay - along * dy) <= distance;
  });
