import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, protocol, safeStorage, screen, session } from 'electron';
import type { SaveAnswer } from '../contract/index.ts';
import { type AppPage, origin, pagePaths, serveAppPage } from './app-page.ts';
import { Attachment } from './attachment.ts';
import { takeCalls } from './calls.ts';
import { keyringProgram } from './errands.ts';
import { guardContents, guardSession } from './guard.ts';
import { HostKeeper } from './host-keeper.ts';
import { KnownComputers } from './known-computers.ts';
import { mayLeave } from './leaving.ts';
import { about, type Log, openLog } from './log.ts';
import { appMenu } from './menu.ts';
import type { OwnFleet, Which } from './messages.ts';
import { runSigns } from './run-signs.ts';
import { saveAs } from './save.ts';
import { shellKey } from './shell-key.ts';
import { readState, stateOfWindow, writeState } from './window-state.ts';
import { openMainWindow, openPaperWindow } from './windows.ts';
import { openWords } from './words.ts';

export interface OpenApp {
  comeForward(): void;
}

/** Whether there is a display; the desktop's menus need one even to be made. */
const hasDisplay = (): boolean => app.commandLine.getSwitchValue('ozone-platform') !== 'headless';

/** Everything after Electron is ready: the page, its window, the processes behind it, and all that hangs on them. */
export async function openApp(): Promise<OpenApp> {
  const log = openLog();
  const home = app.getAppPath();
  const stateFile = join(app.getPath('userData'), 'window.json');
  let state = readState(stateFile);
  const words = await openWords(state.language ?? app.getLocale().slice(0, 2));

  guardSession(session.defaultSession, log.add);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log.add));
  const window = openMainWindow(state, screen, join(home, 'dist/desktop-preload.cjs'));
  const { webContents } = window;
  const signs = runSigns(window, words);
  const db = app.commandLine.getSwitchValue('db') || null;
  const version = app.getVersion();
  const keeper = (which: OwnFleet): HostKeeper =>
    new HostKeeper({
      program: 'desktop-host.js',
      name: `Plugfleet ${which}`,
      opening: { is: 'open', which, db, version, keyringProgram: keyringProgram() },
      log: log.add,
      shellKey: (database) => shellKey(database, safeStorage, log.add),
      onChange: () => signs.show(underWay()),
      onOver: signs.tellOver,
    });
  const hosts: Readonly<Record<OwnFleet, HostKeeper>> = { fleet: keeper('fleet'), practice: keeper('practice') };
  const underWay = () => [...hosts.fleet.underWay, ...hosts.practice.underWay];
  let shown: Which = app.commandLine.hasSwitch('practice') ? 'practice' : 'fleet';
  // it takes longer than anything else of the start
  hosts[shown].startAhead();
  const page = serveAppPage(protocol, {
    folder: join(home, 'dist/page'),
    licences: ['LICENSE', 'dist/THIRD-PARTY.txt', 'dist/page/THIRD-PARTY.txt'].map((file) => join(home, file)),
  });
  const show = (which: Which): void => void window.loadURL(`${origin}${pagePaths[which]}`);
  const computers = new KnownComputers(join(app.getPath('userData'), 'computers.json'), safeStorage, log.add);
  const attachment = new Attachment({ computers, version, log: log.add, onAttached: () => show('attached') });
  const keeperOf = (which: Which): HostKeeper | undefined => (which === 'attached' ? attachment.keeper : hosts[which]);
  const detach = (): void => {
    void attachment.detach();
    show('fleet');
  };
  const saveDiagnostics = (): Promise<SaveAnswer> => saveLog(window, log);

  const setMenu = (): void => {
    const actions = {
      go: (wish: Parameters<Parameters<typeof appMenu>[1]['go']>[0]) => webContents.send('menu', wish),
      practise: () => show('practice'),
      leavePractice: () => show('fleet'),
      detach,
      saveDiagnostics: () => void saveDiagnostics(),
      about: () => void tellAbout(),
      licences: () => openPaperWindow(`${origin}/licences.txt`, words.t('menu.licences')),
    };
    const menu = appMenu(words, actions, shown);
    if (hasDisplay()) Menu.setApplicationMenu(menu);
  };
  const tellAbout = async (): Promise<void> => {
    const { t } = words;
    const [, ...versions] = about();
    const { response } = await dialog.showMessageBox(window, {
      type: 'info',
      title: t('about.title'),
      message: t('about.message', { version: app.getVersion() }),
      detail: [t('about.detail'), '', ...versions].join('\n'),
      buttons: [t('about.ok'), t('menu.licences')],
      noLink: true,
    });
    if (response === 1) openPaperWindow(`${origin}/licences.txt`, t('menu.licences'));
  };

  takeCalls(
    window,
    {
      connect(which) {
        for (const other of [hosts.fleet, hosts.practice, attachment.keeper])
          if (other !== keeperOf(which)) other?.leave(webContents);
        const keeper = keeperOf(which);
        // it was attached before this start, or is no more
        if (keeper === undefined) return show('fleet');
        // out of practice one comes back to where one was
        if (which === 'fleet' && attachment.keeper !== undefined) return show('attached');
        keeper.connect(webContents);
        if (shown !== which) {
          shown = which;
          setMenu();
        }
      },
      startHost: (which) => keeperOf(which)?.startAgain(),
      saveFile: (file) => saveAs(window, file),
      showPdf: (file) => showPaper(page, file),
      saveDiagnostics,
      speak(language) {
        state = { ...state, language };
        void words.speak(language).then(setMenu);
      },
      attachedTo: () => attachment.name,
      knownComputers: () => computers.list(),
      forgetComputer: (address) => computers.forget(address),
      attach: (wish) => attachment.attach(wish),
      stopAttaching: () => attachment.stop(),
      detach,
    },
    log.add,
  );
  webContents.on('render-process-gone', (_event, { reason }) => {
    log.add(`the page died (${reason})`);
    if (reason !== 'clean-exit') show(shown);
  });

  let leaving: 'no' | 'asked' | 'yes' = 'no';
  const leave = async (): Promise<void> => {
    if (leaving !== 'no') return;
    leaving = 'asked';
    if (!(await mayLeave(window, underWay(), await attachment.runsThere(), words))) {
      leaving = 'no';
      return;
    }
    writeState(stateFile, { ...state, ...stateOfWindow(window) }, log.add);
    await Promise.all([hosts.fleet.close(), hosts.practice.close(), attachment.detach()]);
    leaving = 'yes';
    app.quit();
  };
  const hold = (event: { preventDefault(): void }): void => {
    if (leaving === 'yes') return;
    event.preventDefault();
    void leave();
  };
  window.on('close', hold);
  app.on('before-quit', hold);
  app.on('window-all-closed', () => app.quit());

  show(shown);
  setMenu();
  return {
    comeForward() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

function showPaper(page: AppPage, { name, bytes }: { name: string; bytes: Uint8Array }): void {
  const address = page.show({ name, bytes });
  openPaperWindow(address, name).on('closed', () => page.takeBack(address));
}

const saveLog = (window: BrowserWindow, log: Log): Promise<SaveAnswer> => {
  const day = new Date().toISOString().slice(0, 10);
  return saveAs(window, { name: `plugfleet-diagnostics-${day}.txt`, bytes: Buffer.from(log.text()) });
};
