import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopShell, HostState, MenuWish } from '../contract/index.ts';

/**
 * All that the page can ask of the desktop app. It has no other way out: it runs in a sandbox without Node. Main looks
 * at who asks and at every word of it.
 */
const message: typeof import('../contract/index.ts').lineMessage = 'plugfleet-line';

// a port cannot be handed over as a value; it goes on to the page as a message of its own window
ipcRenderer.on('line', ({ ports }) => window.postMessage(message, location.origin, [...ports]));

const shell: DesktopShell = {
  connect: () => ipcRenderer.send('connect'),
  onHost: (listener) => void ipcRenderer.on('host', (_event, state: HostState) => listener(state)),
  onMenu: (listener) => void ipcRenderer.on('menu', (_event, wish: MenuWish) => listener(wish)),
  startHost: () => ipcRenderer.send('start-host'),
  saveFile: (file) => ipcRenderer.invoke('save-file', file),
  showPdf: (file) => ipcRenderer.invoke('show-pdf', file),
  saveDiagnostics: () => ipcRenderer.invoke('save-diagnostics'),
  speak: (language) => ipcRenderer.send('speak', language),
  attachedTo: () => ipcRenderer.invoke('attached-to'),
  knownComputers: () => ipcRenderer.invoke('known-computers'),
  forgetComputer: (address) => ipcRenderer.invoke('forget-computer', address),
  attach: (wish) => ipcRenderer.invoke('attach', wish),
  stopAttaching: () => ipcRenderer.send('stop-attaching'),
  detach: () => ipcRenderer.send('detach'),
};
contextBridge.exposeInMainWorld('plugfleet', shell);
