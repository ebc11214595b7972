import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { exits } from '../../contract/index.ts';
import { openHost, openPractice } from '../../host/index.ts';
import { serve } from '../../server/index.ts';
import type { Door } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { numberOf } from '../selection.ts';
import { keptToken } from '../token-file.ts';
import { version } from '../version.ts';

interface ServeFlags {
  host: string;
  port?: string;
  tlsCert?: string;
  tlsKey?: string;
  /** False with --no-tls. */
  tls: boolean;
  tokenFile?: string;
  practice?: boolean;
}

/** The window in a browser. */
export function registerServe(program: Command, run: Registrar): void {
  program
    .command('serve')
    .description('serve the window to a browser, until Ctrl-C')
    .option('--host <NAME>', 'name or address to listen on', '127.0.0.1')
    .option('--port <N>', 'port to listen on (default: any free one)')
    .option('--tls-cert <FILE>', 'certificate in PEM; needed where other computers are to reach it')
    .option('--tls-key <FILE>', 'its key in PEM')
    .option('--no-tls', 'let other computers reach it unencrypted')
    .option('--token-file <FILE>', 'keeps the token from one start to the next; made where there is none')
    .option('--practice', 'virtual plugs and a database of their own')
    .action(run(serveWindow));
}

async function serveWindow(door: Door, o: ServeFlags): Promise<number> {
  const { tlsCert: cert, tlsKey: key } = o;
  const port = o.port === undefined ? 0 : numberOf('--port', o.port, { whole: true, min: 0 });
  const options = {
    host: o.host,
    port,
    tls: cert === undefined || key === undefined ? undefined : { cert: door.path(cert), key: door.path(key) },
    waiveTls: !o.tls,
    token: o.tokenFile === undefined ? undefined : keptToken(door.path(o.tokenFile)),
    page: pageFolder(),
  };
  const about = { version: version(), by: door.by };
  const practise = () => openPractice({ ...about, command: 'plugfleet serve' });
  const listen = async (host: Parameters<typeof serve>[0]): Promise<number> => {
    await using serving = await serve(host, options, practise);
    // exactly one line: whoever started this reads the address from it
    door.io.stdout.write(`Plugfleet: ${serving.url}\n`);
    if (serving.fingerprint !== null) door.io.stderr.write(`SHA-256 of the certificate: ${serving.fingerprint}\n`);
    await untilInterrupted(door);
    return exits.stopped;
  };
  if (o.practice === true) {
    await using practice = await practise();
    return await listen(practice.host);
  }
  const db = door.ownDatabase();
  await using host = openHost({ db, mode: 'own', command: 'plugfleet serve', env: door.io.env, about });
  return await listen(host);
}

/** Beside the program where it is installed, in dist/ of a checkout. */
function pageFolder(): string {
  const [installed = '', built = ''] = ['./page/', '../../dist/page/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return existsSync(installed) ? installed : built;
}

const untilInterrupted = (door: Door): Promise<void> =>
  new Promise((resolve) => {
    const release = door.io.onInterrupt(() => {
      release();
      resolve();
    });
  });
