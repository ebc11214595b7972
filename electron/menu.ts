import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuWish } from '../contract/index.ts';
import type { Which } from './messages.ts';
import type { Words } from './words.ts';

const wishes = ['fleet', 'scan', 'plan', 'checklists', 'ledger', 'settings'] as const satisfies readonly MenuWish[];

/** What a menu sets going. */
export interface MenuActions {
  go(wish: MenuWish): void;
  practise(): void;
  leavePractice(): void;
  detach(): void;
  saveDiagnostics(): void;
  about(): void;
  licences(): void;
}

/** The menu of the app, in the words of its language. */
export function appMenu({ t, screens }: Words, o: MenuActions, shown: Which): Menu {
  const isMac = process.platform === 'darwin';
  const divider: MenuItemConstructorOptions = { type: 'separator' };
  const quit: MenuItemConstructorOptions = { role: 'quit', label: t('menu.quit') };
  const about: MenuItemConstructorOptions = { label: t('menu.about'), click: o.about };
  const file: MenuItemConstructorOptions[] = [
    { label: t('menu.attach'), click: () => o.go('attach') },
    ...(shown === 'attached' ? [{ label: t('menu.detach'), click: o.detach }] : []),
    shown === 'practice'
      ? { label: t('menu.leavePractice'), click: o.leavePractice }
      : { label: t('menu.practise'), click: o.practise },
    { label: t('saveDiagnostics'), click: o.saveDiagnostics },
    ...(isMac ? [] : [divider, quit]),
  ];
  // undo belongs to the page: it takes back changes of the fleet
  const edit: MenuItemConstructorOptions[] = (['cut', 'copy', 'paste', 'selectAll'] as const).map((role) => ({
    role,
    label: t(`menu.${role}`),
  }));
  const view: MenuItemConstructorOptions[] = [
    ...wishes.map(
      (wish, index): MenuItemConstructorOptions => ({
        label: screens(`nav.${wish}`),
        accelerator: wish === 'settings' ? 'CmdOrCtrl+,' : `CmdOrCtrl+${index + 1}`,
        click: () => o.go(wish),
      }),
    ),
    divider,
    { role: 'reload', label: t('menu.reload') },
    { role: 'zoomIn', label: t('menu.zoomIn') },
    { role: 'zoomOut', label: t('menu.zoomOut') },
    { role: 'resetZoom', label: t('menu.zoomReset') },
    { role: 'togglefullscreen', label: t('menu.fullScreen') },
    ...(app.isPackaged ? [] : [divider, { role: 'toggleDevTools' as const, label: t('menu.developer') }]),
  ];
  const help: MenuItemConstructorOptions[] = [
    { label: t('menu.licences'), click: o.licences },
    ...(isMac ? [] : [about]),
  ];
  return Menu.buildFromTemplate([
    ...(isMac
      ? [
          {
            label: app.name,
            submenu: [about, divider, { role: 'hide' as const, label: t('menu.hide') }, divider, quit],
          },
        ]
      : []),
    { label: t('menu.file'), submenu: file },
    { label: t('menu.edit'), submenu: edit },
    { label: t('menu.view'), submenu: view },
    { label: t('menu.help'), role: 'help', submenu: help },
  ]);
}
