import { app, type Session, type WebContents } from 'electron';
import { origin, pageOf, scheme } from './app-page.ts';

/** Chromium's own viewer of PDF files is an extension that is built in. */
const pdfViewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

/** What a page may load at all. Everything else would be content from elsewhere. */
const allowed = [`${origin}/`, `blob:${origin}/`, 'data:', pdfViewer, 'chrome://resources/', 'chrome://theme/'];
const ofDeveloper = 'devtools:';

/** Nothing that this app shows may ask for a permission, load something from elsewhere, or download. */
export function guardSession(session: Session, log: (words: string) => void): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log(`refused the permission ${permission}`);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  // dictionaries would be fetched
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const ours = allowed.some((start) => url.startsWith(start)) || (!app.isPackaged && url.startsWith(ofDeveloper));
    if (!ours) log(`refused to load from ${placeOf(url)}`);
    answer({ cancel: !ours });
  });
  session.on('will-download', (event, item) => {
    log(`refused a download from ${placeOf(item.getURL())}`);
    event.preventDefault();
  });
}

/** Nothing may lead away from the page, open a window, or bring in a view with rights of its own. */
export function guardContents(contents: WebContents, log: (words: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    log(`refused a window for ${placeOf(url)}`);
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (event) => {
    const { url, isMainFrame } = event;
    const ours = isMainFrame
      ? pageOf(url) !== undefined
      : url.startsWith(`blob:${origin}/`) || url.startsWith(pdfViewer);
    if (ours) return;
    log(`refused to go to ${placeOf(url)}`);
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    log(`refused a redirection to ${placeOf(event.url)}`);
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    log('refused a webview');
    event.preventDefault();
  });
}

/** Without what comes behind the host: it may hold anything. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'somewhere';
  const { protocol, host } = new URL(url);
  return protocol === `${scheme}:` ? `${protocol}//${host}` : `${protocol}${host === '' ? '' : `//${host}`}`;
}
