/** Formats there are, in points. */
const sizes = {
  a4: { width: 595.28, height: 841.89 },
  letter: { width: 612, height: 792 },
} as const;

export type PaperName = keyof typeof sizes;

/** A sheet and the part of it that is written on; header and footer stand in the margins above and below. */
export interface Sheet {
  width: number;
  height: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Most printers leave about 6 mm blank; a hole punch takes 12. */
const side = 40;
const head = 44;
const foot = 40;

export function sheetOf(paper: PaperName): Sheet {
  const { width, height } = sizes[paper];
  return { width, height, left: side, top: head, right: width - side, bottom: height - foot };
}
