import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DesktopShell } from '../../contract/index.ts';
import { type Desktop, newComputer, openDesktop, whyNoDesktop } from './desktop.ts';

const skip = whyNoDesktop() ?? false;

/** A site elsewhere that counts who comes. */
async function elsewhere(t: TestContext): Promise<{ url: string; visits: () => string[] }> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' });
    response.end('globalThis.remote = true');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { url: `http://127.0.0.1:${address.port}`, visits: () => visits };
}

const windowsOf = ({ app }: Desktop) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.webContents.getURL()));

test('the page has nothing of Node, and no more of the app than it is given', { skip }, async (t) => {
  const { page } = await openDesktop(t, newComputer(t));
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  );
  assert.deepEqual(found, []);
  const given = await page.evaluate(() => Object.keys((globalThis as { plugfleet?: object }).plugfleet ?? {}).sort());
  assert.deepEqual(given, [
    'attach',
    'attachedTo',
    'connect',
    'detach',
    'forgetComputer',
    'knownComputers',
    'onHost',
    'onMenu',
    'saveDiagnostics',
    'saveFile',
    'showPdf',
    'speak',
    'startHost',
    'stopAttaching',
  ]);
  // what is given can neither be changed nor asked for more
  const changed = await page.evaluate(() => {
    const { plugfleet } = globalThis as unknown as { plugfleet: Record<string, unknown> };
    try {
      plugfleet['saveFile'] = () => 'mine';
    } catch {
      return 'refused';
    }
    return typeof plugfleet['saveFile'] === 'function' && String(plugfleet['saveFile']).includes('mine')
      ? 'mine'
      : 'kept';
  });
  assert.notEqual(changed, 'mine');
  // in a turn of the page's own: what the debugger asks may evaluate
  const code = await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            // biome-ignore lint/security/noGlobalEval: it has to be refused
            resolve(String(eval('1 + 1')));
          } catch (thrown) {
            resolve(thrown instanceof Error ? thrown.name : '');
          }
        });
      }),
  );
  assert.equal(code, 'EvalError');
});

test('nothing leads away from the page, and no window opens', { skip }, async (t) => {
  const site = await elsewhere(t);
  const desktop = await openDesktop(t, newComputer(t));
  const { page } = desktop;
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  const here = page.url();
  const attempts: readonly [string, (url: string) => unknown][] = [
    ['location', (url) => location.assign(url)],
    [
      'a link',
      (url) => {
        const link = document.createElement('a');
        link.href = url;
        document.body.append(link);
        link.click();
      },
    ],
    [
      'a link for a new window',
      (url) => {
        const link = document.createElement('a');
        link.href = url;
        link.target = '_blank';
        document.body.append(link);
        link.click();
      },
    ],
    [
      'a form',
      (url) => {
        const form = document.createElement('form');
        form.action = url;
        document.body.append(form);
        form.submit();
      },
    ],
    ['a new window', (url) => void window.open(url)],
    ['a file', () => location.assign('file:///etc/passwd')],
    ['a script as an address', () => location.assign('javascript:document.title = "taken"')],
    ['a page of data', () => location.assign('data:text/html,<h1>taken</h1>')],
    ['another place of the own scheme', () => location.assign('plugfleet://elsewhere/')],
    ['the licences as the page', () => location.assign('plugfleet://app/licences.txt')],
    [
      'a frame',
      (url) => {
        const frame = document.createElement('iframe');
        frame.src = url;
        document.body.append(frame);
      },
    ],
    [
      'a webview',
      (url) => {
        const view = document.createElement('webview');
        view.setAttribute('src', url);
        document.body.append(view);
      },
    ],
    [
      'a web page dropped on the window',
      (url) => {
        const transfer = new DataTransfer();
        transfer.setData('text/uri-list', url);
        transfer.setData('text/html', `<a href="${url}">page</a>`);
        for (const kind of ['dragenter', 'dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      },
    ],
    ['what holds the frame', (url) => window.top?.location.assign(url)],
  ];
  for (const [what, attempt] of attempts) {
    await page.evaluate(attempt, `${site.url}/${encodeURIComponent(what)}`);
    // a page that had left would answer this from elsewhere
    assert.equal(await page.evaluate(() => location.href), here, what);
    assert.deepEqual(await windowsOf(desktop), [here], what);
  }
  assert.notEqual(await page.title(), 'taken');
  assert.deepEqual(site.visits(), []);
  // asked of the page itself: Playwright still waits for one of the places it was not let go to
  assert.match(await page.evaluate(() => document.body.innerText), /No plugs yet/);
});

test('a web page or a file that is dragged in from outside is not shown', { skip }, async (t) => {
  const site = await elsewhere(t);
  const desktop = await openDesktop(t, newComputer(t));
  const { page } = desktop;
  const here = page.url();
  const session = await page.context().newCDPSession(page);
  for (const data of [
    { items: [{ mimeType: 'text/uri-list', data: site.url }], dragOperationsMask: 1 },
    { items: [], files: [join(import.meta.dirname, 'electron-breakout.test.ts')], dragOperationsMask: 1 },
  ]) {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 400, data });
    await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
    assert.equal(await page.evaluate(() => location.href), here);
    assert.deepEqual(await windowsOf(desktop), [here]);
  }
  assert.deepEqual(site.visits(), []);
});

test('nothing is loaded from elsewhere or sent there, and no permission is given', { skip }, async (t) => {
  const site = await elsewhere(t);
  const { page } = await openDesktop(t, newComputer(t));
  const tried = await page.evaluate(async (url) => {
    const outcome = async (work: () => Promise<unknown>): Promise<string> => {
      try {
        const unanswered = new Promise((resolve) => setTimeout(resolve, 10_000, 'unanswered'));
        return (await Promise.race([work(), unanswered])) === 'unanswered' ? 'unanswered' : 'done';
      } catch {
        return 'refused';
      }
    };
    const loaded = (element: HTMLElement): Promise<unknown> =>
      new Promise((resolve, reject) => {
        element.addEventListener('load', resolve);
        element.addEventListener('error', reject);
        document.head.append(element);
      });
    const script = document.createElement('script');
    script.src = `${url}/script`;
    const written = document.createElement('script');
    written.textContent = 'globalThis.remote = true';
    document.head.append(written);
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${url}/style` });
    const image = (): HTMLElement => Object.assign(document.createElement('img'), { src: `${url}/image` });
    const socket = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const opened = new WebSocket(url.replace('http', 'ws'));
        opened.onopen = resolve;
        opened.onerror = reject;
      });
    return {
      script: await outcome(() => loaded(script)),
      style: await outcome(() => loaded(style)),
      image: await outcome(() => loaded(image())),
      fetch: await outcome(() => fetch(`${url}/fetch`, { mode: 'no-cors' })),
      ownFetch: await outcome(() => fetch('plugfleet://app/licences.txt')),
      socket: await outcome(socket),
      import: await outcome(() => import(`${url}/module`)),
      worker: await outcome(async () => void new Worker(URL.createObjectURL(new Blob(['1'])))),
      serviceWorker: await outcome(() => navigator.serviceWorker.register('/worker.js')),
      camera: await outcome(() => navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await outcome(() => navigator.mediaDevices.getDisplayMedia()),
      place: await outcome(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      notification: (await Notification.requestPermission()) === 'granted' ? 'done' : 'refused',
      clipboard: await outcome(() => navigator.clipboard.readText()),
    };
  }, site.url);
  assert.deepEqual(new Set(Object.values(tried)), new Set(['refused']), JSON.stringify(tried));
  assert.equal(await page.evaluate(() => 'remote' in globalThis), false);
  assert.deepEqual(site.visits(), []);
});

test('calls of anybody but the page, and calls that are not formed as they should be, are refused', {
  skip,
}, async (t) => {
  const computer = newComputer(t);
  const desktop = await openDesktop(t, computer);
  const { app, page } = desktop;
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = async () => {
      (globalThis as { asked?: number }).asked = ((globalThis as { asked?: number }).asked ?? 0) + 1;
      return { canceled: false, filePath: file };
    };
  }, `${computer.folder}/kept.txt`);
  const badFiles = [
    null,
    'text',
    {},
    { name: 'a.csv' },
    { name: '../../a.csv', bytes: new Uint8Array(1) },
    { name: 'a\u0000.csv', bytes: new Uint8Array(1) },
    { name: '', bytes: new Uint8Array(1) },
    { name: 'a.csv', bytes: [1, 2] },
    { name: 'a.csv', bytes: new Uint8Array(1), more: true },
  ];
  for (const file of badFiles) {
    const refused = await page.evaluate(async (given) => {
      const { plugfleet } = globalThis as unknown as { plugfleet: DesktopShell };
      return await plugfleet.saveFile(given as never).then(
        () => false,
        () => true,
      );
    }, file);
    assert.ok(refused, JSON.stringify(file));
  }
  // the same call by another window, although it has the very preload of the app
  const answer = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
    const stranger = new BrowserWindow({
      show: true,
      webPreferences: { preload: `${electron.getAppPath()}/dist/desktop-preload.cjs`, sandbox: true },
    });
    await stranger.loadURL('plugfleet://app/');
    const words = await stranger.webContents.executeJavaScript(
      `plugfleet.saveFile({ name: 'a.csv', bytes: new Uint8Array(1) }).then(() => 'kept', () => 'refused')`,
    );
    stranger.destroy();
    return words;
  });
  assert.equal(answer, 'refused');
  assert.equal(await app.evaluate(() => (globalThis as { asked?: number }).asked ?? 0), 0);

  // a line that is talked nonsense on is cut; the host goes on and the page gets another
  const cut = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const { plugfleet } = globalThis as unknown as { plugfleet: DesktopShell };
        addEventListener('message', ({ data, ports: [port] }) => {
          if (data !== 'plugfleet-line' || port === undefined) return;
          port.addEventListener('close', () => resolve(true));
          port.start();
          port.postMessage({ i: {}, p: 7 });
          port.postMessage('no JSON');
        });
        plugfleet.connect();
      }),
  );
  assert.equal(cut, true);
  await page.reload();
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
});
