import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { exits, type Run } from '../../contract/index.ts';
import { type Practice, startPractice } from '../../host/index.ts';
import { type Fleet, PRACTICE_ACCOUNTS, type Truth } from '../../simulator/index.ts';
import { runCli } from '../cli.ts';
import type { Door } from '../door.ts';
import type { Io } from '../io.ts';
import { table } from '../table.ts';
import { practiceDatabase, practiceFolder } from './folder.ts';
import { judge } from './verdict.ts';

/** The whole job on virtual plugs, each step as a person would type it; the truth is asked at the end. */
export async function demo(door: Door): Promise<number> {
  const folder = practiceFolder();
  const practice = await startPractice(undefined);
  try {
    return await new Story(door, practice, folder).tell();
  } finally {
    await practice.fleet.close();
  }
}

class Story {
  readonly #door: Door;
  readonly #practice: Practice;
  readonly #folder: string;
  readonly #db: string;

  constructor(door: Door, practice: Practice, folder: string) {
    this.#door = door;
    this.#practice = practice;
    this.#folder = folder;
    this.#db = practiceDatabase(door, folder);
  }

  async tell(): Promise<number> {
    const { fleet, network, spec } = this.#practice;
    const { plugs } = spec;
    this.#heading(
      `${plugs.length} virtual plugs live on ${network}: an office and its annex, with a tenant's plug, a fridge, and every fault we know.\nPractice: nothing here leaves this computer.`,
    );

    this.#heading('The two accounts the plugs were set up with');
    for (const [i, { email, password }] of PRACTICE_ACCOUNTS.entries())
      await this.#type(['login', 'add', ['office', 'annex'][i] ?? `account${i}`, '--email', email], `${password}\n`);

    this.#heading("Find them. New plugs of the stored accounts are marked as owned; a tenant's never is by a scan");
    await this.#type(['scan', '--network', network, '--own']);

    this.#heading(
      'The office keeps a list: rooms, and plugs of its own that no scan can find or no account opens today',
    );
    const list = join(this.#folder, 'office.csv');
    writeFileSync(list, this.#officeList());
    await this.#type(['import', list]);

    this.#heading('One of them feeds something that must not go off');
    const protectedMac = this.#macOf('Lindenhof 1.02');
    await this.#type(['protect', protectedMac, '--reason', 'alarm panel hangs on it']);

    this.#heading('Freeze a plan: what is erased over the network, what needs a hand, what is left alone');
    const plan = await this.#type(['plan', '--all']);
    const [, id = '', count = ''] = /plugfleet run (\S+) --confirm (\d+)/.exec(plan.text) ?? [];

    this.#heading(
      'Carry it out. (Short quiet time, no pilots: this fleet is full of faults on purpose.)\nMeanwhile the switch of the whole floor loses its power …',
    );
    const outage = this.#powerCut(fleet);
    const flags = ['--quiet', '3', '--no-pilot', '--max-failures', '100', '--concurrency', '2'];
    const first = await this.#type(['run', id, '--confirm', count, ...flags]);
    await outage.done;
    const [, run = ''] = /Run (R-\S+) /.exec(first.text) ?? [];

    this.#heading('… and is back. Look at what became of the plugs in flight, then go on with those that wait');
    await this.#type(['check', run, '--quiet', '3']);
    const waiting = /continue \S+ --confirm (\d+)/.exec((await this.#type(['status', run])).text)?.[1];
    if (waiting !== undefined) await this.#type(['continue', run, '--confirm', waiting]);

    this.#heading('Look once more for proof of what is not proven yet');
    await this.#type(['check', run, '--quiet', '3']);

    this.#heading('Print a card for each plug that only a hand can erase, and tick one off');
    const pdf = join(this.#folder, 'cards.pdf');
    await this.#type(['checklist', '--run', run, '--out', pdf]);
    const drawer = this.#macOf('in a drawer');
    await fleet.pressButton(drawer, 10);
    await this.#type(['tick', run, drawer, '--done', '--by', 'Mrs. Cleaner']);

    const { run: last } = JSON.parse((await this.#type(['status', run, '--json'], '', true)).text) as { run: Run };
    return this.#judge(last, fleet.plugs(), pdf, outage.happened(), protectedMac);
  }

  /** Where each plug is, in the office's own words; those with trouble are marked as its own, found or not. */
  #officeList(): string {
    const truths = this.#practice.fleet.plugs();
    const rows = this.#practice.spec.plugs.flatMap((plug, i) => {
      const truth = truths[i];
      const [site = '', room = ''] = (plug.alias ?? '').split(' ');
      if (truth === undefined || plug.id === 'tenant' || !/^(Lindenhof|Annex)$/.test(site)) return [];
      const owned = plug.faults?.length ? 'yes' : '';
      return [`${truth.mac},${truth.model},"${(plug.alias ?? '').replaceAll('"', '""')}",${site},${room},${owned}`];
    });
    return `mac,model,label,site,room,owned\n${rows.join('\n')}\n`;
  }

  #macOf(words: string): string {
    const truth = this.#practice.fleet.plugs()[this.#practice.spec.plugs.findIndex((p) => p.alias?.includes(words))];
    return truth?.mac ?? '';
  }

  /** Takes the whole network away for some seconds once the first plugs are erased. */
  #powerCut(fleet: Fleet): { done: Promise<void>; happened: () => boolean } {
    let happened = false;
    const cut = async (): Promise<void> => {
      const deadline = performance.now() + 20_000;
      while (fleet.plugs().filter((p) => p.erased).length < 6 && performance.now() < deadline) await wait(20);
      fleet.network('down');
      happened = true;
      await wait(9000);
      fleet.network('up');
    };
    return { done: cut(), happened: () => happened };
  }

  /** Runs one command line in this very process, and shows it as it would be typed. */
  async #type(argv: string[], stdin = '', silent = false): Promise<{ exit: number; text: string }> {
    const { io, out } = this.#door;
    const shown = argv.map((a) => (/[^\w@%+=:,./-]/.test(a) ? `'${a}'` : a)).join(' ');
    if (!silent) out.say(`\n$ ${stdin === '' ? '' : 'echo ******** | '}plugfleet ${shown}`);
    let text = '';
    const tee = new Writable({
      write: (chunk, _encoding, done) => {
        text += String(chunk);
        if (!silent) (out.json ? io.stderr : io.stdout).write(chunk);
        done();
      },
    });
    const inner: Io = {
      ...io,
      stdin: stdin === '' ? new PassThrough().end() : Readable.from([stdin]),
      stdout: tee,
      env: { ...io.env, PLUGFLEET_DB: this.#db, PLUGFLEET_NO_KEYRING: '1' },
      onInterrupt: (callback) => io.onInterrupt(callback),
    };
    const exit = await runCli(argv, inner);
    if (exit === exits.stopped) process.exit(exits.stopped);
    return { exit, text };
  }

  #heading(text: string): void {
    this.#door.out.say(`\n${this.#door.out.style('bold', `── ${text}`)}`);
  }

  #judge(run: Run, truths: readonly Truth[], pdf: string, wasOutage: boolean, protectedMac: string): number {
    const { out } = this.#door;
    const { spec } = this.#practice;
    const left = truths.filter((truth, i) => {
      const plug = spec.plugs[i];
      return truth.mac === protectedMac || plug?.account === null || plug?.id === 'tenant' || plug?.id === 'fridge';
    });
    const judged = judge(spec, run, truths, new Set(left.map((truth) => truth.mac)));
    const wrong = judged.filter((j) => j.wrong !== null);
    const ok = wrong.length === 0 && wasOutage;
    out.document({ ok, wrong, counts: run.counts, run: run.id, database: this.#db, cards: pdf, practice: true });
    if (!out.json) {
      this.#heading('What was true of each virtual plug, and what Plugfleet says of it');
      const columns = judged.map((j) => [j.mac, j.fault, j.truth, j.says, j.wrong ?? 'right']);
      out.say(table(['MAC', 'PLUG', 'TRUTH', 'PLUGFLEET SAYS', ''], columns, 40));
      out.say(`\nThe ledger: ${this.#db}\nThe cards:  ${pdf}`);
      out.say(
        ok
          ? out.style(
              'green',
              `\nAll ${judged.length} right: nothing was erased that was not to be, nothing was claimed that did not happen.`,
            )
          : out.style('red', `\n${wrong.length} of ${judged.length} wrong.`),
      );
    }
    return ok ? exits.done : exits.incomplete;
  }
}
