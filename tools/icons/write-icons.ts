import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { toIcns, toIco, toPng } from './image-files.ts';
import { readSvg } from './svg-shapes.ts';

const drawing = resolve(import.meta.dirname, '../../renderer/public/icon.svg');
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ofWindows = new Set([16, 24, 32, 48, 64, 256]);

/** Draws the app's icon in every size and container that packages want, out of the one drawing of the window. */
export function writeIcons(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const svg = readSvg(readFileSync(drawing, 'utf8'));
  const images = new Map(sizes.map((pixels) => [pixels, toPng(svg, pixels)]));
  for (const [pixels, png] of images) if (pixels <= 512) writeFileSync(join(folder, `${pixels}x${pixels}.png`), png);
  const windows = new Map([...images].filter(([pixels]) => ofWindows.has(pixels)));
  writeFileSync(join(folder, 'icon.ico'), toIco(windows));
  writeFileSync(join(folder, 'icon.icns'), toIcns(images));
}
