import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { languageIn } from './well-formed.ts';

/** What the shell remembers from one start to the next. What cannot be read is forgotten. */
export interface ShellState {
  bounds: Rectangle | null;
  maximized: boolean;
  language: string | null;
}

const nothing: ShellState = { bounds: null, maximized: false, language: null };

export function readState(file: string): ShellState {
  try {
    const kept: Partial<Record<keyof ShellState, unknown>> = Object(JSON.parse(readFileSync(file, 'utf8')));
    return {
      bounds: boundsIn(kept.bounds),
      maximized: kept.maximized === true,
      language: languageIn(kept.language) ?? null,
    };
  } catch {
    // never written, or spoilt: a window of the usual size is no loss
    return nothing;
  }
}

function boundsIn(kept: unknown): ShellState['bounds'] {
  const { x, y, width, height }: Partial<Record<keyof Rectangle, unknown>> = Object(kept);
  return isNumber(x) && isNumber(y) && isNumber(width) && isNumber(height) ? { x, y, width, height } : null;
}

const isNumber = (kept: unknown): kept is number => typeof kept === 'number';

/** @param log told where it cannot be kept */
export function writeState(file: string, state: ShellState, log: (words: string) => void): void {
  try {
    writeFileSync(file, `${JSON.stringify(state)}\n`, { mode: 0o600 });
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
