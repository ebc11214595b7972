// What `electron APP` runs where no app is packed beside it: takes the first argument that is no switch as the app's
// folder or script and becomes it. An ES module that awaits at its top level, so that Electron holds 'ready' back until
// the app's own main has run. `-r MODULE` is how Playwright attaches itself.
import { existsSync, readFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const given = process.argv.slice(1);
if (given.includes('--version')) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}

const preloads = [];
let target;
for (let i = 0; i < given.length && target === undefined; i += 1) {
  if (given[i] === '-r' || given[i] === '--require') {
    i += 1;
    preloads.push(given[i]);
  } else if (!given[i].startsWith('-')) target = resolve(given[i]);
}
if (target === undefined) {
  console.error('usage: electron [switches] <folder or script of an app> [arguments]');
  process.exit(1);
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
try {
  if (preloads.length > 0) Module._preloadModules(preloads);
  const main = Module._resolveFilename(target, null, true);
  const manifest = join(target, 'package.json');
  if (existsSync(manifest)) {
    const { name, productName, version, desktopName } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (version) app.setVersion(version);
    if (productName ?? name) app.name = productName ?? name;
    if (desktopName) app.setDesktopName(desktopName);
    app.setAppPath(target);
  } else app.setAppPath(dirname(main));
  await import(pathToFileURL(main).href);
} catch (cause) {
  console.error(`the app could not be loaded: ${cause?.stack ?? cause}`);
  process.exit(1);
}
