import { area, box, disc, fromTheSide, line, type Shape, slots, socket } from './shapes.ts';

/** Single plugs, small and large; the button is drawn with its mark. */
export const plug: readonly Shape[] = [
  box(12, 16, 62, 78, { round: 12 }),
  ...socket(43, 64, 23),
  ...fromTheSide(90, 16, 22, 78, [56, 72]),
];

export const miniPlug: readonly Shape[] = [
  box(8, 22, 70, 52, { round: 8 }),
  ...slots(41, 48, 18),
  ...fromTheSide(92, 22, 20, 52, [42, 54]),
];

export const twoOutletPlug: readonly Shape[] = [
  box(4, 24, 84, 50, { round: 8 }),
  ...slots(25, 47, 13),
  ...slots(67, 47, 13),
  ...fromTheSide(98, 24, 18, 50, [42, 56]),
];

export const dimmerPlug: readonly Shape[] = [
  box(8, 22, 70, 52, { round: 8 }),
  ...slots(48, 48, 17),
  // darker and brighter
  line(69, 62, 75, 62),
  line(69, 34, 75, 34),
  line(72, 31, 72, 37),
  ...fromTheSide(92, 22, 20, 52, [42, 54]),
];

/** Outdoor plugs hang on a cable; a cover shades each outlet. */
const outdoorHousing: readonly Shape[] = [
  line(43, 0, 43, 10),
  box(37, 7, 12, 9, { round: 2, fill: 'grey' }),
  box(12, 16, 62, 66, { round: 6 }),
];
const outdoorSide: readonly Shape[] = [
  line(105, 0, 105, 10),
  box(101, 7, 8, 9, { round: 2, fill: 'grey' }),
  box(93, 16, 24, 66, { round: 5 }),
  area('paper', 93, 56, 84, 76, 84, 84, 93, 80),
];

export const outdoorPlug: readonly Shape[] = [
  ...outdoorHousing,
  ...slots(28, 62, 11),
  ...slots(58, 62, 11),
  ...outdoorSide,
];

export const outdoorDimmer: readonly Shape[] = [
  ...outdoorHousing,
  ...slots(43, 63, 12),
  area('grey', 18, 46, 18, 42, 30, 38, 30, 46),
  ...outdoorSide,
];

/** A box behind a switch, with the screws of its wires. */
export const relayModule: readonly Shape[] = [
  box(14, 16, 60, 64, { round: 6 }),
  ...[22, 34, 46, 58].map((x) => box(x, 66, 8, 10, { fill: 'grey' })),
  ...[26, 38, 50, 62].map((x) => disc(x, 71, 2, 'ink')),
  ...[26, 38, 50, 62].map((x) => line(x, 76, x, 92)),
  box(92, 16, 26, 64, { round: 4 }),
  line(92, 62, 118, 62),
];
