import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Account, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { readPdf } from '../paper/read-pdf.ts';
import { freeAddresses, newDesk, PlanDocument, RunDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { assertWithout, digest, formsOf, secretsOf } from './secret-forms.ts';
import { program, spawned, surroundings, type Typed, typed } from './typed.ts';

const mine: Account = { email: 'Facility.Manager@lindenhof.example', password: 'Zwölf Äpfel & 3 Birnen' };
const wrong: Account = { email: 'facility.manager@lindenhof.example', password: 'zwei-versuche-sind-genug' };
const vaultKey = surroundings({ db: '' })['PLUGFLEET_VAULT_KEY'] ?? '';

interface Said {
  stdin?: string;
  env?: Record<string, string>;
}

const secrets = [
  ...[mine, wrong, STRANGER_ACCOUNT].flatMap(secretsOf),
  { what: 'the key of the vault', forms: formsOf(Buffer.from(vaultKey, 'hex')) },
];

/** Hashes of the e-mails: whose plug it is. The database needs them; nobody who is handed a file does. */
const owners = [mine, wrong, STRANGER_ACCOUNT].map(({ email }) => ({
  what: `the owner hash of ${email}`,
  forms: ['md5', 'sha1'].flatMap((name) => formsOf(digest(name, email)).slice(1)),
}));

test('law 10: no secret is in anything that is printed, stored, exported or visible to others', async (t) => {
  const prefix = await freeAddresses();
  const plugs = house(prefix, 8, (index) => ({
    watts: 0,
    account: index === 5 ? STRANGER_ACCOUNT : mine,
    ...(index === 0 ? { faults: [{ kind: 'stay' as const }] } : {}),
    ...(index === 3 ? { faults: [{ kind: 'refuse' as const }] } : {}),
    ...(index === 2 ? { faults: [{ kind: 'garbage' as const, on: 'read' as const }] } : {}),
  }));
  await startPlugs(t, { plugs, timeScale: 0.1 });
  const desk = newDesk(t);
  const outputs: { where: string; text: string }[] = [];
  const keep = (argv: string[], ended: Typed): Typed => {
    outputs.push({ where: `what plugfleet ${argv.join(' ')} said`, text: `${ended.stdout}\n${ended.stderr}` });
    return ended;
  };
  const type = async (argv: string[], o: Said = {}) => keep(argv, await spawned(desk, argv, o));
  // words in this process, the document by a process of its own
  const both = async (argv: string[], o: Said = {}) => {
    keep(argv, await typed(desk, argv, o));
    return await type(['--json', ...argv], o);
  };
  /** Everything that lies beside the database just now, the write-ahead log of a run under way too. */
  const kept = () => readdirSync(desk.folder).filter((name) => name.startsWith('fleet.db'));
  const lookAtDisk = (): void => {
    for (const name of kept()) assertWithout(secrets, name, bytesOf(join(desk.folder, name)));
  };

  await both(['login', 'add', 'wrong', '--email', wrong.email], { stdin: `${wrong.password}\n` });
  await both(['login', 'add', 'mine', '--email', mine.email], { stdin: `${mine.password}\n` });
  const network = `${prefix}.1.0/27`;
  await both(['scan', '--network', network, '--own', 'all']);
  const macs = plugs.map((plug) => plug.mac);
  await both(['login', 'test', 'wrong', macs[1] ?? '']);
  await both(['login', 'test', 'mine', macs[1] ?? '']);
  await both(['login', 'test', 'mine', macs[1] ?? ''], { env: { PLUGFLEET_VAULT_KEY: 'ab'.repeat(32) } });
  await both(['login', 'test', 'mine', macs[1] ?? ''], { env: { PLUGFLEET_VAULT_KEY: `${vaultKey}0` } });
  const planned = await type(['--json', 'plan', '--all', '--allow', 'loaded', 'no-snapshot']);
  const { plan } = PlanDocument.parse(JSON.parse(planned.stdout));
  assert.ok(plan.counts.network >= 4 && plan.counts.hands >= 1, JSON.stringify(plan.counts));
  await both(['plan', 'show', plan.id]);
  await both(['run', plan.id, '--confirm', '99']);
  const count = String(plan.counts.network);
  const flags = ['--quiet', '1', '--no-pilot', '--max-failures', '100'];
  const looking = setInterval(lookAtDisk, 200);
  t.after(() => clearInterval(looking));
  const ran = await type(['--json', 'run', plan.id, '--confirm', count, ...flags]);
  clearInterval(looking);
  const { run } = RunDocument.parse(JSON.parse(ran.stdout));
  assert.ok(run.counts.reset >= 1 && run.counts.failed >= 1, JSON.stringify(run.counts));
  for (const look of [['list'], ['runs'], ['status', run.id], ['check', run.id, '--quiet', '1'], ['login', 'list']])
    await both(look);
  for (const mac of macs) keep(['show', mac], await typed(desk, ['show', mac]));
  const shown = await type(['--json', 'show', run.items.find((item) => item.at === 'reset')?.mac ?? '']);
  assert.match(shown.stdout, /"kind": "intent"/);
  const pdf = join(desk.folder, 'cards.pdf');
  await both(['checklist', '--run', run.id, '--out', pdf]);
  for (const file of ['fleet.csv', 'fleet.json']) await both(['export', file]);
  const needsHands = run.items.find((item) => item.at === 'needs-hands');
  await both(['tick', run.id, needsHands?.mac ?? '', '--done']);
  await both(['login', 'remove', 'wrong']);

  await t.test('nothing that was said tells a secret or whose plug it is', () => {
    for (const { where, text } of outputs) assertWithout([...secrets, ...owners], where, Buffer.from(text));
  });
  await t.test('nor does a file that is handed on', () => {
    for (const name of ['fleet.csv', 'fleet.json', 'cards.pdf'])
      assertWithout([...secrets, ...owners], name, readFileSync(join(desk.folder, name)));
    for (const stream of readPdf(readFileSync(pdf)).streams)
      assertWithout([...secrets, ...owners], 'a stream of the PDF', Buffer.from(stream, 'latin1'));
  });
  await t.test('the database, its log and the vault hold no secret that can be read', () => {
    assert.ok(kept().includes('fleet.db') && kept().includes('fleet.db.vault'), kept().join());
    lookAtDisk();
  });
});

test('a password goes in by stdin alone, and the line is enough: nobody waits for the end of stdin', async (t) => {
  const desk = newDesk(t);
  const child = spawn(process.execPath, [program, 'login', 'add', 'mine', '--email', mine.email], {
    env: { ...process.env, ...surroundings(desk) },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const closed = once(child, 'close');
  child.stdin.write(`${mine.password}\n`);
  let isOpen = true;
  void closed.then(() => {
    isOpen = false;
  });
  const seen = new Set<string>();
  while (isOpen) {
    for (const line of commandLines()) seen.add(line);
    await wait(20);
  }
  const [exit] = await closed;
  assert.equal(exit, 0);
  if (process.platform === 'linux') assert.ok([...seen].some((line) => line.includes('login')));
  for (const line of seen) assertWithout(secretsOf(mine), 'a command line', Buffer.from(line));
});

/** A file that may be gone by now. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The command lines of all processes, as every user of this machine may see them. */
function commandLines(): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return []; // it ended meanwhile
      }
    });
}
