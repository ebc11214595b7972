import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ZipReader } from '../../paper/tables/xlsx/zip-reader.ts';
import { type Account, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { buildIfOld } from '../../tools/build/build-if-old.ts';
import { readPdf } from '../paper/read-pdf.ts';
import { type Desk, freeAddresses, newDesk, PlanDocument, RunDocument, type Running, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { assertWithout, secretsOf } from './secret-forms.ts';
import { program } from './typed.ts';

const canary: Account = { email: 'canary@lindenhof.example', password: 'Kanarienvogel "7Qx" + Zwölf/Käfige?' };
const wrong: Account = { email: 'canary@lindenhof.example', password: 'Wellensittich \\9Zy\\ & Sechs=Federn' };
const secrets = [canary, wrong, STRANGER_ACCOUNT].flatMap(secretsOf);

/** What is looked through again and again while the program runs. */
class Watch {
  readonly #root: string;
  readonly #timer: NodeJS.Timeout;
  failure: unknown;
  readonly files = new Set<string>();
  readonly processes = new Set<string>();
  /** What the processes were started with, as everybody may read it. */
  readonly commands = new Set<string>();

  constructor(root: string) {
    this.#root = root;
    this.#timer = setInterval(() => this.look(), 100);
  }

  look(): void {
    try {
      for (const name of readdirSync(this.#root, { recursive: true, encoding: 'utf8' }))
        this.#without(name, join(this.#root, name), this.files);
      for (const pid of ofTheProgram()) this.#lookAtProcess(pid);
    } catch (thrown) {
      this.failure ??= thrown;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  end(): void {
    this.stop();
    this.look();
    if (this.failure !== undefined) throw this.failure;
  }

  #lookAtProcess(pid: string): void {
    this.commands.add(bytesOf(`/proc/${pid}/cmdline`).toString().replaceAll('\0', ' '));
    for (const name of ['cmdline', 'environ'])
      this.#without(`${name} of a process`, `/proc/${pid}/${name}`, this.processes);
    // files that have no name any more, as SQLite makes them
    for (const fd of listed(`/proc/${pid}/fd`)) {
      const path = `/proc/${pid}/fd/${fd}`;
      if (linkOf(path).endsWith(' (deleted)')) this.#without('a file without a name', path, this.processes);
    }
  }

  #without(what: string, path: string, seen: Set<string>): void {
    const bytes = bytesOf(path);
    if (bytes.length > 0) seen.add(what);
    assertWithout(secrets, what, bytes);
  }
}

const ofTheProgram = (): string[] =>
  listed('/proc').filter((pid) => /^\d+$/.test(pid) && bytesOf(`/proc/${pid}/cmdline`).includes(program));

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it is gone, or there is no /proc
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0); // a folder, or gone by now
  }
}

/** A desk of which everything the program may write to lies in its folder, the temporary files too. */
function shutIn(t: TestContext) {
  const desk = newDesk(t);
  const env = Object.fromEntries(
    ['HOME', 'TMPDIR', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'].map(
      (name) => [name, join(desk.folder, name.toLowerCase())],
    ),
  );
  for (const folder of Object.values(env)) mkdirSync(folder, { mode: 0o700 });
  return { desk, env };
}

/** The window's server at work, asked for everything a page asks for, and for what a mistaken one would. */
async function askedOverHttp(desk: Desk, env: Record<string, string>, network: string): Promise<string[]> {
  const said: string[] = [];
  const port = await freePort();
  const file = join(desk.folder, 'token');
  const served = desk.start(['serve', '--port', String(port), '--token-file', file], { env });
  let isOver = false;
  void served.ended.then(() => {
    isOver = true;
  });
  const at = `http://127.0.0.1:${port}`;
  const isUp = (): Promise<boolean> =>
    fetch(at).then(
      () => true,
      () => false,
    );
  while (!isOver && !(await isUp())) await wait(50);
  const headers = { authorization: `Bearer ${readFileSync(file, 'utf8').trim()}`, 'content-type': 'application/json' };
  const ask = async (path: string, input: unknown): Promise<number> => {
    const body = typeof input === 'string' ? input : JSON.stringify({ json: input });
    const answer = await fetch(`${at}/rpc/${path}`, { method: 'POST', headers, body });
    said.push(`${path} ${answer.status} ${JSON.stringify([...answer.headers])}\n${await answer.text()}`);
    return answer.status;
  };
  const { email, password } = canary;
  assert.equal(await ask('logins/add', { name: 'by page', email, password }), 200);
  for (const [path, input] of [
    ['logins/add', { name: 'by page', email, password: wrong.password }],
    ['logins/add', { name: 7, email: { password }, password: [password] }],
    ['logins/add', `{"json":{"name":"x","password":${JSON.stringify(password)}`],
    ['logins/nothing', { password }],
    ['logins/test', { name: 'by page' }],
    ['logins/list', {}],
    ['about', {}],
    ['plugs/list', {}],
    ['plugs/scan', { networks: [network] }],
    ['plugs/export', { format: 'json' }],
    ['plans/make', { selection: { all: true }, by: 'page' }],
    ['runs/list', {}],
    ['ledger/list', {}],
    ['ledger/export', { format: 'csv' }],
    ['database/backup', {}],
    ['logins/remove', { name: 'by page' }],
  ] as const)
    await ask(path, input);
  const page = await fetch(at, { headers });
  said.push(await page.text());
  served.kill('SIGTERM');
  const { stdout, stderr } = await served.ended;
  assert.match(stdout, /^Plugfleet: http/);
  const statuses = said.map((text) => text.split(' ', 2).join(' '));
  for (const path of ['plugs/list', 'plugs/scan', 'ledger/list', 'database/backup', 'logins/remove'])
    assert.ok(statuses.includes(`${path} 200`), statuses.join('; '));
  return [...said, stdout, stderr];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

/** Kills a command as soon as the ledger of its run holds an intent. */
async function killedAfterIntent(desk: Desk, command: Running): Promise<void> {
  const before = desk.ledger().entries.length;
  let isOver = false;
  void command.ended.then(() => {
    isOver = true;
  });
  while (
    !isOver &&
    !desk
      .ledger()
      .entries.slice(before)
      .some((e) => e.kind === 'intent')
  )
    await wait(20);
  command.kill('SIGKILL');
  assert.equal((await command.ended).signal, 'SIGKILL', 'it was killed in the middle');
}

// law 10
test('a canary sings nowhere: used in everything, in a crash too, no form of a password is left behind', {
  timeout: 300_000,
}, async (t) => {
  for (const account of [canary, wrong])
    for (const { forms } of secretsOf(account))
      for (const form of forms)
        assert.throws(() => assertWithout(secrets, 'x', Buffer.concat([Buffer.from('y'), form])), 'it would be found');

  await buildIfOld();
  const prefix = await freeAddresses();
  const plugs = house(prefix, 10, (index) => ({
    watts: 0,
    account: index === 5 ? STRANGER_ACCOUNT : canary,
    ...(index === 2 ? { faults: [{ kind: 'garbage' as const, on: 'read' as const }] } : {}),
    ...(index === 3 ? { faults: [{ kind: 'refuse' as const }] } : {}),
  }));
  await startPlugs(t, { plugs, timeScale: 0.2 });
  const { desk, env } = shutIn(t);
  const watch = new Watch(desk.folder);
  t.after(() => watch.stop());
  const said: string[] = [];
  const run = async (args: string[], o: { stdin?: string; exits?: number[] } = {}) => {
    const ended = await desk.run(args, { env, ...(o.stdin === undefined ? {} : { stdin: o.stdin }) });
    said.push(ended.stdout, ended.stderr);
    assert.ok((o.exits ?? [0]).includes(ended.exit ?? -1), `${args.join(' ')}: ${ended.exit}\n${ended.stderr}`);
    return ended;
  };

  await run(['login', 'add', 'wrong', '--email', wrong.email], { stdin: `${wrong.password}\n` });
  await run(['login', 'add', 'canary', '--email', canary.email], { stdin: `${canary.password}\n` });
  // typed in the wrong place, as happens
  await run(['login', 'add', 'canary', '--email', canary.email], { stdin: `${wrong.password}\n`, exits: [2, 4] });
  await run(['scan', '--network', `${prefix}.1.0/27`, '--own', 'all']);
  const tapo = plugs[4]?.mac ?? '';
  await run(['login', 'test', 'wrong', tapo], { exits: [0, 1, 2, 3, 4] });
  const { plan } = PlanDocument.parse((await run(['plan', '--all', '--allow', 'loaded', 'no-snapshot'])).json);
  const begin = ['run', plan.id, '--confirm', String(plan.counts.network), '--quiet', '1', '--no-pilot'];
  begin.push('--max-failures', '100');
  await killedAfterIntent(desk, desk.start(begin, { env }));
  const cut = RunDocument.parse(
    (await run(['status', desk.ledger().entries.findLast((e) => e.run)?.run ?? ''])).json,
  ).run;
  await run(['check', cut.id, '--quiet', '1'], { exits: [0, 1] });
  const waiting = cut.items.filter((item) => item.at === 'waiting').length;
  if (waiting > 0) await run(['continue', cut.id, '--confirm', String(waiting)], { exits: [0, 1] });
  await run(['checklist', '--run', cut.id, '--out', 'cards.pdf']);
  for (const file of ['fleet.csv', 'fleet.json', 'fleet.xlsx']) await run(['export', file]);
  for (const file of ['ledger.csv', 'ledger.json', 'ledger.xlsx']) await run(['ledger', 'export', file]);
  await run(['db', 'backup', 'copy.db']);
  await run(['db', 'check']);
  said.push(...(await askedOverHttp(desk, env, `${prefix}.1.0/27`)));
  await run(['login', 'remove', 'wrong']);
  await run(['db', 'restore', 'copy.db']);

  watch.end();
  for (const text of said) assertWithout(secrets, 'what was printed', Buffer.from(text));
  for (const name of ['fleet.xlsx', 'ledger.xlsx']) {
    const zip = new ZipReader(readFileSync(join(desk.folder, name)), 1e8);
    for (const part of ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'])
      assertWithout(secrets, `${part} of ${name}`, Buffer.from(zip.text(part) ?? ''));
  }
  for (const stream of readPdf(readFileSync(join(desk.folder, 'cards.pdf'))).streams)
    assertWithout(secrets, 'a stream of the PDF', Buffer.from(stream, 'latin1'));
  for (const name of ['fleet.db', 'fleet.db-wal', 'fleet.db.vault', 'fleet.db.lock', 'token'])
    assert.ok(watch.files.has(name), `${name} was looked through: ${[...watch.files].join(' ')}`);
  if (existsSync('/proc/self/environ')) {
    assert.ok(watch.processes.has('environ of a process') && watch.processes.has('cmdline of a process'));
    for (const command of ['login add', 'run', 'serve'])
      assert.ok(
        [...watch.commands].some((line) => line.includes(` ${command} `)),
        `${command} was seen at work`,
      );
  }
});
