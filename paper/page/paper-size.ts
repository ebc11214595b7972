/** Formats there are, in points. */
const sizes = {
  a4: { width: 595.28, height: 841.89, side: 40 },
  letter: { width: 612, height: 792, side: 40 },
  a5: { width: 419.53, height: 595.28, side: 30 },
} as const;

export type PaperName = keyof typeof sizes;

/**
 * A sheet and the part of it that is written on; header and footer stand in the margins above and below. Everything
 * counts in units of `zoom` points: larger letters are the same page of fewer and larger units.
 */
export interface Sheet {
  zoom: number;
  /** In points. */
  width: number;
  height: number;
  /** In units. */
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Most printers leave about 6 mm blank; a hole punch takes 12. */
const head = 40;
const foot = 44;

export function sheetOf(paper: PaperName, zoom = 1): Sheet {
  const { width, height, side } = sizes[paper];
  return {
    zoom,
    width,
    height,
    left: side / zoom,
    top: head,
    right: (width - side) / zoom,
    bottom: height / zoom - foot,
  };
}
