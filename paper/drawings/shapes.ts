/**
 * A shape of a drawing, in the drawing's own units, y downwards. Outlines are black; `fill` is what is inside: paper,
 * a light grey that any printer keeps apart from both, or ink.
 */
export type Shape = Filled | { is: 'line'; points: readonly Point[]; width?: number };

type Filled = { fill: 'paper' | 'grey' | 'ink'; width?: number } & (
  | { is: 'box'; x: number; y: number; w: number; h: number; round?: number }
  | { is: 'disc'; x: number; y: number; r: number }
  | { is: 'area'; points: readonly Point[] }
);

export interface Point {
  x: number;
  y: number;
}

/** Every drawing has this size: the plug from the front at the left, from the side at the right. */
export const canvas = { width: 132, height: 96 };

export const box = (
  x: number,
  y: number,
  w: number,
  h: number,
  o: { round?: number; fill?: 'paper' | 'grey' | 'ink' } = {},
): Shape => ({ is: 'box', x, y, w, h, round: o.round ?? 0, fill: o.fill ?? 'paper' });

export const disc = (x: number, y: number, r: number, fill: 'paper' | 'grey' | 'ink' = 'paper'): Shape => ({
  is: 'disc',
  x,
  y,
  r,
  fill,
});

/** A line through points given as x, y, x, y … */
export const line = (...at: number[]): Shape => ({ is: 'line', points: pairs(at) });

export const area = (fill: 'paper' | 'grey' | 'ink', ...at: number[]): Shape => ({
  is: 'area',
  points: pairs(at),
  fill,
});

const pairs = (at: readonly number[]): Point[] =>
  Array.from({ length: at.length / 2 }, (_, i) => ({ x: at[2 * i] ?? 0, y: at[2 * i + 1] ?? 0 }));

/** A round socket with two holes. */
export const socket = (x: number, y: number, r: number): Shape[] => [
  disc(x, y, r, 'grey'),
  disc(x - r * 0.38, y, r * 0.14, 'ink'),
  disc(x + r * 0.38, y, r * 0.14, 'ink'),
];

/** A socket of two slots and a round hole, as in North America. */
export const slots = (x: number, y: number, r: number): Shape[] => [
  box(x - r, y - r, 2 * r, 2 * r, { round: r * 0.5, fill: 'grey' }),
  box(x - r * 0.5, y - r * 0.5, r * 0.2, r * 0.7, { fill: 'ink' }),
  box(x + r * 0.3, y - r * 0.5, r * 0.2, r * 0.7, { fill: 'ink' }),
  disc(x, y + r * 0.55, r * 0.18, 'ink'),
];

/** A body seen from the side with two pins that go into the wall at the right. */
export const fromTheSide = (x: number, y: number, w: number, h: number, pins: readonly number[]): Shape[] => [
  box(x, y, w, h, { round: 4 }),
  line(x + w * 0.3, y + 1, x + w * 0.3, y + h - 1),
  ...pins.map((at) => box(x + w, at - 1.5, 12, 3, { fill: 'ink' })),
];

/** A cover plate in a wall, from the front and from the side. */
export const coverPlate = (): Shape[] => [
  box(14, 5, 58, 86, { round: 4 }),
  box(23, 17, 40, 62, { round: 2 }),
  disc(43, 11, 1.5, 'ink'),
  disc(43, 85, 1.5, 'ink'),
  // the wall, and what sits in it
  box(104, 2, 5, 92, { fill: 'grey' }),
  box(99, 5, 5, 86, { round: 2 }),
  box(109, 22, 16, 52, { round: 2 }),
];
