import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { buildIfOld } from '../../tools/build/build-if-old.ts';
import { makeEmpty } from '../db/kept-schemas.ts';
import { newDesk } from './fleet-cli.ts';
import { program } from './typed.ts';

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** A computer whose user lets everybody read and write whatever a program does not keep for itself. */
function careless(t: TestContext) {
  const { folder } = newDesk(t);
  chmodSync(folder, 0o755);
  const at = (name: string): string => join(folder, name);
  for (const name of ['share', 'home', 'tmp']) {
    mkdirSync(at(name));
    chmodSync(at(name), 0o777);
  }
  const { PLUGFLEET_VAULT_KEY: _key, PLUGFLEET_DB: _db, ...inherited } = process.env;
  const env = {
    ...inherited,
    ...{ HOME: at('home'), XDG_DATA_HOME: at('home/data'), TMPDIR: at('tmp') },
    ...{ PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1' },
  };
  const start = (argv: readonly string[], stdin = '') => {
    const child = spawn('/bin/sh', ['-c', 'umask 000; exec "$@"', '-', process.execPath, program, ...argv], {
      ...{ cwd: at('share'), env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    child.stdin.end(stdin);
    return child;
  };
  const run = async (argv: readonly string[], stdin = ''): Promise<void> => {
    const child = start(argv, stdin);
    child.stdout.resume();
    const [exit] = await once(child, 'close');
    assert.equal(exit, 0, argv.join(' '));
  };
  return { folder, at, start, run };
}

/** Notes the mode of every file and folder that is there, be it for an instant. */
class Modes {
  readonly seen = new Map<string, number>();
  readonly #root: string;
  readonly #except: ReadonlySet<string>;
  readonly #timer: NodeJS.Timeout;

  constructor(root: string, except: readonly string[]) {
    this.#root = root;
    this.#except = new Set(except);
    this.#timer = setInterval(() => this.look(), 5);
  }

  look(): void {
    for (const name of readdirSync(this.#root, { recursive: true, encoding: 'utf8' })) {
      if (this.#except.has(name)) continue;
      const found = lstatSync(join(this.#root, name), { throwIfNoEntry: false });
      if (found !== undefined) this.seen.set(name, (this.seen.get(name) ?? 0) | (found.mode & 0o777));
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

// law 10
test('whatever the umask, what the program makes is for its user alone, while it works and after', {
  timeout: 120_000,
}, async (t) => {
  if (!isLinux) return t.skip('Linux says who may read what');
  await buildIfOld();
  const { folder, at, start, run } = careless(t);
  const modes = new Modes(folder, ['share', 'home', 'tmp', 'share/in.csv', 'share/old.db']);
  t.after(() => modes.stop());
  execFileSync('/bin/sh', ['-c', `printf 'mac,owned\\n50C7BF000001,yes\\n' > '${at('share/in.csv')}'`]);

  await run(['login', 'add', 'mine', '--email', 'a@b.example'], 'geheim\n');
  await run(['import', 'in.csv']);
  for (const file of ['f.csv', 'f.xlsx', 'f.json']) await run(['export', file]);
  await run(['ledger', 'export', 'l.csv']);
  await run(['checklist', '--all', '--out', 'cards.pdf']);
  await run(['labels', '--out', 'labels.pdf']);
  await run(['db', 'backup', 'copy.db']);
  await run(['db', 'restore', 'copy.db']);
  await run(['--db', at('share/shared.db'), 'import', 'in.csv']);
  const old = new Database(at('share/old.db'));
  makeEmpty(old, 10);
  old.close();
  chmodSync(at('share/old.db'), 0o600);
  await run(['--db', at('share/old.db'), 'import', 'in.csv']);

  const serving = start(['serve', '--token-file', at('share/token'), '--db', at('share/shared.db')]);
  const [line] = await Promise.race([once(serving.stdout, 'data'), once(serving, 'close')]);
  const port = Number(/:(\d+)\//.exec(String(line))?.[1]);
  await wait(100);
  modes.stop();
  modes.look();

  const open = [...modes.seen].filter(([, mode]) => (mode & 0o077) !== 0);
  assert.deepEqual(
    open.map(([name, mode]) => `${name} ${mode.toString(8)}`),
    [],
  );
  const names = [...modes.seen.keys()];
  for (const ending of [
    'data/plugfleet',
    'fleet.db',
    '-wal',
    '-shm',
    '.lock',
    '.vault',
    '.vault.key',
    '.part',
    '.bak',
    'token',
  ])
    assert.ok(
      names.some((name) => name.endsWith(ending)),
      `${ending} was looked at: ${names.join(' ')}`,
    );
  assert.ok(names.some((name) => name.includes('before-restore')) && names.some((name) => name.startsWith('tmp/')));

  await t.test('nobody else reads or writes one of them', () => {
    if (!isRoot) return t.skip('only root can be somebody else');
    const files = names.map(at).filter((file) => existsSync(file) && lstatSync(file).isFile());
    assert.ok(files.length > 12);
    for (const file of files)
      for (const trial of ['cat "$1" >/dev/null', 'true >> "$1"'])
        assert.notEqual(
          spawnSync('/bin/sh', ['-c', trial, '-', file], { uid: nobody, gid: nobody }).status,
          0,
          `${trial}: ${file}`,
        );
  });

  await t.test('the one door it opens is on this computer alone and asks for the token', async () => {
    assert.deepEqual(doorsOf(serving.pid ?? 0), [`0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`]);
    const asked = request({ host: '127.0.0.1', port, path: '/' }).end();
    const [answer] = await once(asked, 'response');
    assert.equal(answer.statusCode, 401);
  });
});

/** What a process listens on: `address:port` in hex, and the paths of sockets in the file system. */
function doorsOf(pid: number): string[] {
  const inodes = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? [];
    return inode ?? [];
  });
  const rows = (name: string): string[][] =>
    readFileSync(`/proc/${pid}/net/${name}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/));
  const tcp = ['tcp', 'tcp6'].flatMap((name) =>
    rows(name).flatMap(([, local = '', , state, , , , , , inode = '']) =>
      state === '0A' && inodes.includes(inode) ? local : [],
    ),
  );
  const udp = ['udp', 'udp6'].flatMap((name) =>
    rows(name).flatMap(([, local = '', , , , , , , , inode = '']) => (inodes.includes(inode) ? local : [])),
  );
  const unix = rows('unix').flatMap(([, , , , , , inode = '', path]) => (path && inodes.includes(inode) ? path : []));
  return [...tcp, ...udp, ...unix];
}
