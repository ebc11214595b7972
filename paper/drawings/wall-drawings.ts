import { area, box, coverPlate, line, type Shape, slots } from './shapes.ts';

/** What is built into a wall, and strips. */
export const inWallOutlet: readonly Shape[] = [...coverPlate(), ...slots(43, 30, 10), ...slots(43, 66, 10)];

export const wallSwitch: readonly Shape[] = [
  ...coverPlate(),
  box(27, 20, 32, 44, { round: 2, fill: 'grey' }),
  area('paper', 99, 22, 94, 40, 99, 58),
];

export const wallDimmer: readonly Shape[] = [
  ...coverPlate(),
  box(27, 20, 26, 44, { round: 2, fill: 'grey' }),
  line(58, 20, 58, 64),
  box(55, 34, 6, 8, { fill: 'ink' }),
  area('paper', 99, 22, 94, 40, 99, 58),
];

export const fanAndDimmerSwitch: readonly Shape[] = [
  ...coverPlate(),
  box(26, 20, 15, 44, { round: 2, fill: 'grey' }),
  box(45, 20, 15, 44, { round: 2, fill: 'grey' }),
  area('paper', 99, 22, 94, 40, 99, 58),
];

/** From above; the main switch is at the end where the cable is. */
export const powerStrip: readonly Shape[] = [
  line(0, 60, 8, 60),
  box(8, 40, 116, 40, { round: 8 }),
  box(14, 52, 9, 16, { round: 2, fill: 'grey' }),
  ...[38, 59, 80, 101].flatMap((x) => slots(x, 64, 8)),
  ...[59, 80, 101].map((x) => box(x - 3, 46, 6, 5, { round: 2 })),
];
