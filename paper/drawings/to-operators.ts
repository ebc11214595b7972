import type { Point, Shape } from './shapes.ts';

/** Handles of a curve that comes closest to a quarter of a circle. */
const kappa = 0.5523;

const shades = { paper: 1, grey: 0.86, ink: 0 } as const;
const thin = 1;

/** A number as PDF writes it; a thousandth of a point is finer than any printer. */
const n = (value: number): string => `${Math.round(value * 1000) / 1000}`;

/** The shapes as PDF drawing operators, to be put between `q` and `Q` at a place and in a size. */
export const toOperators = (shapes: readonly Shape[]): string =>
  ['0 G 1 J 1 j', ...shapes.map(shapeOperators)].join(' ');

function shapeOperators(shape: Shape): string {
  const width = `${n(shape.width ?? thin)} w`;
  if (shape.is === 'line') return `${width} ${polygon(shape.points)} S`;
  const path =
    shape.is === 'disc'
      ? rounded(shape.x - shape.r, shape.y - shape.r, 2 * shape.r, 2 * shape.r, shape.r)
      : shape.is === 'area'
        ? `${polygon(shape.points)} h`
        : rounded(shape.x, shape.y, shape.w, shape.h, shape.round ?? 0);
  return `${width} ${shades[shape.fill]} g ${path} B`;
}

const polygon = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${n(x)} ${n(y)} ${i === 0 ? 'm' : 'l'}`).join(' ');

function rounded(x: number, y: number, w: number, h: number, round: number): string {
  if (round === 0) return `${n(x)} ${n(y)} ${n(w)} ${n(h)} re`;
  const r = Math.min(round, w / 2, h / 2);
  const k = r * (1 - kappa);
  const [right, bottom] = [x + w, y + h];
  return [
    `${n(x + r)} ${n(y)} m ${n(right - r)} ${n(y)} l`,
    `${n(right - k)} ${n(y)} ${n(right)} ${n(y + k)} ${n(right)} ${n(y + r)} c`,
    `${n(right)} ${n(bottom - r)} l`,
    `${n(right)} ${n(bottom - k)} ${n(right - k)} ${n(bottom)} ${n(right - r)} ${n(bottom)} c`,
    `${n(x + r)} ${n(bottom)} l`,
    `${n(x + k)} ${n(bottom)} ${n(x)} ${n(bottom - k)} ${n(x)} ${n(bottom - r)} c`,
    `${n(x)} ${n(y + r)} l`,
    `${n(x)} ${n(y + k)} ${n(x + k)} ${n(y)} ${n(x + r)} ${n(y)} c h`,
  ].join(' ');
}
