import type { ErrorBody } from './commands.ts';

/** How the process behind the window is. */
export type HostState =
  | { at: 'starting' | 'ready' }
  /** It died. `again`: it is being started anew; otherwise it died too often, and a person decides. */
  | { at: 'lost'; again: boolean }
  /** It cannot work, and says why. */
  | { at: 'failed'; error: ErrorBody };

/** A file that the page made, to be kept where a person says. */
export interface SavedFile {
  /** What it would be called; a bare name. */
  name: string;
  bytes: Uint8Array;
}

/** What was chosen in the menu that the page has to do. */
export type MenuWish = 'fleet' | 'scan' | 'plan' | 'checklists' | 'ledger' | 'settings';

/** What became of a file that was to be kept. */
export type SaveAnswer = { at: 'saved'; file: string } | { at: 'not-wanted' } | { at: 'failed'; message: string };

/**
 * What the desktop app does for its page, beside the contract. The page finds it as `plugfleet`; in a browser there is
 * none. Where there is one, calls go over a port that comes as a message of the window (see `lineMessage`).
 */
export interface DesktopShell {
  /** Asks for a line to the host; each one that comes takes the place of the one before. */
  connect(): void;
  /** Called with how the host is, now and at each change. */
  onHost(listener: (state: HostState) => void): void;
  onMenu(listener: (wish: MenuWish) => void): void;
  /** Starts a host that died too often, or that could not work, once more. */
  startHost(): void;
  /** Asks where to keep a file and keeps it there. */
  saveFile(file: SavedFile): Promise<SaveAnswer>;
  /** Shows a PDF in a window of its own, from where it is printed. */
  showPdf(file: SavedFile): Promise<void>;
  /** Keeps what helps to find out why the host died; no passwords, nothing of the fleet. */
  saveDiagnostics(): Promise<SaveAnswer>;
  /** Which language menus and dialogs are to speak, as in `navigator.language`. */
  speak(language: string): void;
}

/** What the message says that brings the page its line to the host. */
export const lineMessage = 'plugfleet-line';
