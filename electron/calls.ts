import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { AttachAnswer, AttachWish, DesktopShell, SaveAnswer, SavedFile } from '../contract/index.ts';
import { pageOf } from './app-page.ts';
import type { Which } from './messages.ts';
import { addressIn, attachWishIn, languageIn, savedFileIn } from './well-formed.ts';

/** What the page may ask for; see `DesktopShell` in the contract. */
export interface Calls {
  connect(which: Which): void;
  startHost(which: Which): void;
  saveFile(file: SavedFile): Promise<SaveAnswer>;
  showPdf(file: SavedFile): void;
  saveDiagnostics(): Promise<SaveAnswer>;
  speak(language: string): void;
  attachedTo(): string | null;
  knownComputers(): Awaited<ReturnType<DesktopShell['knownComputers']>>;
  forgetComputer(address: string): void;
  attach(wish: AttachWish): Promise<AttachAnswer>;
  stopAttaching(): void;
  detach(): void;
}

/**
 * Takes calls of our page in our window alone, and only those that are formed as they should be. Who asks is seen by
 * where the frame is, never by what it says.
 */
export function takeCalls(window: BrowserWindow, calls: Calls, log: (words: string) => void): void {
  /** Which page asks; undefined for anybody else. */
  const asking = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): Which | undefined => {
    const frame = senderFrame;
    const ours =
      frame !== null &&
      !window.isDestroyed() &&
      sender === window.webContents &&
      frame === window.webContents.mainFrame;
    const which = ours ? pageOf(frame.url) : undefined;
    if (which === undefined) log('refused a call that is not from our page');
    return which;
  };
  const refuse = (): never => {
    log('refused a call that is not formed as it should be');
    throw new Error('refused');
  };
  const fileIn = (given: unknown): SavedFile => savedFileIn(given) ?? refuse();
  ipcMain.on('connect', (event) => {
    const which = asking(event);
    if (which !== undefined) calls.connect(which);
  });
  ipcMain.on('start-host', (event) => {
    const which = asking(event);
    if (which !== undefined) calls.startHost(which);
  });
  ipcMain.on('speak', (event, given: unknown) => {
    const language = languageIn(given);
    if (asking(event) !== undefined && language !== undefined) calls.speak(language);
  });
  ipcMain.handle('save-file', (event, given: unknown) =>
    asking(event) === undefined ? refuse() : calls.saveFile(fileIn(given)),
  );
  ipcMain.handle('show-pdf', (event, given: unknown) =>
    asking(event) === undefined ? refuse() : calls.showPdf(fileIn(given)),
  );
  ipcMain.handle('save-diagnostics', (event) => (asking(event) === undefined ? refuse() : calls.saveDiagnostics()));
  ipcMain.handle('attached-to', (event) => (asking(event) === 'attached' ? calls.attachedTo() : null));
  ipcMain.handle('known-computers', (event) => (asking(event) === undefined ? refuse() : calls.knownComputers()));
  ipcMain.handle('forget-computer', (event, given: unknown) => {
    const address = addressIn(given);
    return asking(event) === undefined || address === undefined ? refuse() : calls.forgetComputer(address);
  });
  ipcMain.handle('attach', (event, given: unknown) => {
    const wish = attachWishIn(given);
    return asking(event) === undefined || wish === undefined ? refuse() : calls.attach(wish);
  });
  ipcMain.on('stop-attaching', (event) => {
    if (asking(event) !== undefined) calls.stopAttaching();
  });
  ipcMain.on('detach', (event) => {
    if (asking(event) !== undefined) calls.detach();
  });
}
