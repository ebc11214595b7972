import type { ErrorBody } from './commands.ts';

/** How the process behind the window is. */
export type HostState =
  | { at: 'starting' | 'ready' }
  /** It died. `again`: it is being started anew; otherwise it died too often, and a person decides. */
  | { at: 'lost'; again: boolean }
  /** It cannot work, and says why. */
  | { at: 'failed'; error: ErrorBody }
  /** The other computer this window is attached to cannot be worked with any more. */
  | { at: 'refused'; problem: AttachProblem };

/** Which Plugfleet on another computer the window is to show. */
export interface AttachWish {
  /** As `plugfleet serve` printed it, or that of a known computer. */
  address: string;
  /** The SHA-256 of the certificate that a person compared and trusts, as programs write it; null: the known one. */
  trust: string | null;
}

/** Why another computer cannot be attached to. */
export type AttachProblem =
  | {
      is:
        | 'not-an-address'
        | 'needs-tls'
        | 'token-missing'
        | 'no-answer'
        | 'no-tls'
        | 'not-plugfleet'
        | 'other-name'
        | 'token-wrong'
        | 'too-many-tries';
    }
  | { is: 'other-version'; theirs: string; ours: string }
  /** Nobody has compared it yet. */
  | { is: 'certificate-new'; seen: string }
  /** It is not the one that was trusted: another computer may be answering. */
  | { is: 'certificate-changed'; seen: string; known: string };

export type AttachAnswer = { at: 'attached' | 'stopped' } | { at: 'refused'; problem: AttachProblem };

/** A computer that this app was attached to before. */
export interface KnownComputer {
  address: string;
  /** Its host and port. */
  name: string;
  /** Its token is kept, sealed by this system; otherwise its whole address is needed once more. */
  hasToken: boolean;
}

/** What the server says to those without a token; the desktop app sends its token to nobody who does not say it. */
export const challenge = 'Bearer realm="Plugfleet"';

/** A file that the page made, to be kept where a person says. */
export interface SavedFile {
  /** What it would be called; a bare name. */
  name: string;
  bytes: Uint8Array;
}

/** What was chosen in the menu that the page has to do. */
export type MenuWish = 'fleet' | 'scan' | 'plan' | 'checklists' | 'ledger' | 'settings' | 'attach';

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
  /** Host and port of the computer this page is attached to; null where it shows this one's own fleet. */
  attachedTo(): Promise<string | null>;
  knownComputers(): Promise<{ keepsTokens: boolean; computers: readonly KnownComputer[] }>;
  forgetComputer(address: string): Promise<void>;
  /** Where it comes to be attached, the page is loaded anew. */
  attach(wish: AttachWish): Promise<AttachAnswer>;
  stopAttaching(): void;
  /** Back to this computer's own fleet; what runs on the other one goes on there. */
  detach(): void;
}

/** What the message says that brings the page its line to the host. */
export const lineMessage = 'plugfleet-line';
