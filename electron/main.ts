import { app, Menu, protocol } from 'electron';
import { scheme } from './app-page.ts';
import { errandIn, runErrand } from './errands.ts';
import { openApp } from './open-app.ts';

const errand = errandIn(process.argv);
// Electron is not ready before this module has run to its end: an errand never lets it
if (errand !== undefined) await runErrand(errand);
else start();

function start(): void {
  // root, and containers, can only be without it, and say so when they start the app
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  // Electron's own menu would be there until ours is; without a display it cannot even be made
  Menu.setApplicationMenu(null);
  if (!app.requestSingleInstanceLock()) {
    // the first one was told, and comes to the front
    app.quit();
    return;
  }
  const opening = app.whenReady().then(openApp);
  app.on('second-instance', () => {
    void opening.then(({ comeForward }) => comeForward());
  });
  opening.catch((cause: unknown) => {
    console.error('Plugfleet could not be started:', cause);
    app.exit(3);
  });
}
