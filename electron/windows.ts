import { app, BrowserWindow, type Screen, type WebPreferences } from 'electron';
import { placeFor, type ShellState, smallestWindow } from './window-state.ts';

/** No Node, no reach into the shell, nothing of the system, for whatever is shown. */
const shutIn: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  enableWebSQL: false,
  safeDialogs: true,
  // the viewer of PDF files
  plugins: true,
};

/** The window of the app. It shows itself once there is something to see. */
export function openMainWindow(
  state: ShellState,
  screen: Pick<Screen, 'getAllDisplays'>,
  preload: string,
): BrowserWindow {
  const window = new BrowserWindow({
    ...placeFor(state.bounds, screen),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Plugfleet',
    show: false,
    webPreferences: { ...shutIn, preload, devTools: !app.isPackaged },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  return window;
}

/** A window to read or print in, with nothing of the app within its reach. */
export function openPaperWindow(address: string, title: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 900,
    height: 1000,
    title,
    autoHideMenuBar: true,
    webPreferences: { ...shutIn, devTools: false },
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(address);
  return window;
}
