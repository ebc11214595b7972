// The least that an app of Electron's can be: one window, as shut in as ours, on one page.
const { join } = require('node:path');
const { app, BrowserWindow, Menu } = require('electron');

Menu.setApplicationMenu(null);
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  window.loadFile(join(__dirname, 'index.html'));
});
