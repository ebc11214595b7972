// Loaded into the main process of an app that is measured: says when the first row was in sight, on its output.
const { app, BrowserWindow } = require('electron');

/** Runs in the page. @returns the moment, in ms since 1970, when the first row was drawn */
const look = () =>
  new Promise((resolve) => {
    const again = () => {
      const row = document.querySelector('[aria-rowindex="2"]');
      if (row === null || row.textContent === '') return requestAnimationFrame(again);
      requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
    };
    again();
  });

app.on('web-contents-created', (_event, contents) => {
  contents.once('did-navigate', async () => {
    const drawn = await contents.mainFrame.executeJavaScript(`(${look})()`);
    const window = BrowserWindow.fromWebContents(contents);
    // a row in a window that is not shown yet helps nobody
    if (!window.isVisible()) await new Promise((resolve) => window.once('show', resolve));
    process.stdout.write(`first row ${Math.max(drawn, window.shownAt ?? 0)}\n`);
  });
});
app.on('browser-window-created', (_event, window) => {
  window.once('show', () => {
    window.shownAt = Date.now();
  });
});
