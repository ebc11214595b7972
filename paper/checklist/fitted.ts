import { PlugfleetError } from '../../contract/index.ts';

/**
 * The first of some sizes at which something fits its place. Larger letters leave room for fewer of them on a line, so
 * everything is measured anew for each size.
 */
export function fitted<B extends Readonly<Record<string, { height: number }>>>(
  space: { width: number; height: number },
  zooms: readonly number[],
  measure: (width: number) => B,
): { zoom: number; height: number; block: B } {
  for (const zoom of zooms) {
    const block = measure(space.width / zoom);
    const height = Math.max(...Object.values(block).map((one) => one.height)) * zoom;
    if (height <= space.height) return { zoom, height, block };
  }
  throw new PlugfleetError('internal', `something does not fit into ${space.width} × ${space.height}`);
}
