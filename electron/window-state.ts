import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { z } from 'zod';

/** What the shell remembers from one start to the next. What cannot be read is forgotten. */
const ShellState = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable().catch(null),
  maximized: z.boolean().catch(false),
  language: z.string().nullable().catch(null),
});
export type ShellState = z.infer<typeof ShellState>;

const nothing: ShellState = { bounds: null, maximized: false, language: null };

export function readState(file: string): ShellState {
  try {
    return ShellState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // never written, or spoilt: a window of the usual size is no loss
    return nothing;
  }
}

/** @param log told where it cannot be kept */
export function writeState(file: string, state: ShellState, log: (words: string) => void): void {
  try {
    writeFileSync(file, `${JSON.stringify(state)}\n`);
  } catch (cause) {
    log(`the window's place could not be kept: ${cause}`);
  }
}

export const stateOfWindow = (window: BrowserWindow): Pick<ShellState, 'bounds' | 'maximized'> => ({
  bounds: window.getNormalBounds(),
  maximized: window.isMaximized(),
});

const smallest = { width: 420, height: 400 };
const usual = { width: 1280, height: 800 };

/** Where a window goes: where it was, if enough of that can still be seen on a display. */
export function placeFor(bounds: ShellState['bounds'], screen: Pick<Screen, 'getAllDisplays'>): Partial<Rectangle> {
  if (bounds === null) return usual;
  const size = {
    width: Math.max(smallest.width, Math.round(bounds.width)),
    height: Math.max(smallest.height, Math.round(bounds.height)),
  };
  const seen = screen.getAllDisplays().some(({ workArea: area }) => {
    const across = Math.min(bounds.x + size.width, area.x + area.width) - Math.max(bounds.x, area.x);
    // its title bar has to be within reach
    return across >= 100 && bounds.y >= area.y && bounds.y < area.y + area.height - 50;
  });
  return seen ? { ...size, x: Math.round(bounds.x), y: Math.round(bounds.y) } : size;
}

export { smallest as smallestWindow };
