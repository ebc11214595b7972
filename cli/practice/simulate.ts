import { readFile } from 'node:fs/promises';
import { exits, PlugfleetError } from '../../contract/index.ts';
import { startPractice } from '../../host/index.ts';
import { type Account, DEFAULT_ACCOUNT, describeFleet, practiceFleet } from '../../simulator/index.ts';
import type { Door } from '../door.ts';
import { numberOf } from '../selection.ts';
import { practiceDatabase, practiceFolder } from './folder.ts';

/** What goes wrong, and how often, in a fleet of any size. */
const faultShares = {
  absent: 0.05,
  'wrong-account': 0.05,
  flaky: 0.05,
  'late-http': 0.02,
  stay: 0.02,
  mute: 0.02,
  refuse: 0.02,
  restart: 0.02,
  'expire-session': 0.02,
  'tpap-mode': 0.01,
  'lock-out': 0.01,
};

/** Some of each, more of the common ones. */
const transportShares = { xor: 0.35, 'klap-1': 0.05, 'klap-2': 0.35, aes: 0.1, tpap: 0.15 };

interface Asked {
  count?: string;
  seed?: string;
  base?: string;
  capture?: string;
}

/** Runs virtual plugs until Ctrl-C, and says how to practise on them from another terminal. */
export async function simulate(door: Door, o: Asked): Promise<number> {
  const seed = o.seed === undefined ? 1 : numberOf('--seed', o.seed, { whole: true, min: 0 });
  const count = o.count === undefined ? undefined : numberOf('--count', o.count, { whole: true, min: 1 });
  if (o.capture !== undefined && count !== undefined)
    throw new PlugfleetError('bad-input', '--capture is one plug: it does not go with --count');
  const capture = o.capture === undefined ? undefined : await captureIn(door.path(o.capture));
  const practice = await startPractice(o.base, (baseAddress) => {
    if (capture !== undefined) return { plugs: [{ address: baseAddress, capture }] };
    if (count === undefined) return practiceFleet(baseAddress);
    return describeFleet({ count, seed, baseAddress, faultShares, transportShares });
  });
  try {
    const db = practiceDatabase(door, practiceFolder());
    const accounts: Account[] = practice.spec.accounts ?? [DEFAULT_ACCOUNT];
    const { network } = practice;
    door.out.document({ plugs: practice.spec.plugs.length, network, db, accounts, seed: practice.fleet.seed });
    if (!door.out.json) {
      door.out.say(`${practice.spec.plugs.length} virtual plugs are up on ${network} (practice, loopback only).`);
      door.out.say('In another terminal:\n');
      for (const [i, { email, password }] of accounts.entries())
        door.out.say(
          `  printf '%s\\n' '${password}' | plugfleet --db ${db} login add practice${i + 1} --email ${email}`,
        );
      door.out.say(`  plugfleet --db ${db} scan --network ${network} --own`);
      door.out.say(`  plugfleet --db ${db} plan --all\n`);
      door.out.say('Ctrl-C ends them.');
    }
    await new Promise<void>((resolve) => {
      const release = door.io.onInterrupt(() => {
        release();
        resolve();
      });
    });
    return exits.stopped;
  } finally {
    await practice.fleet.close();
  }
}

/** @throws `file-unreadable` */
async function captureIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'it is no JSON' : ((cause as NodeJS.ErrnoException).code ?? 'unknown');
    throw new PlugfleetError('file-unreadable', `${file} cannot be read (${why})`, { cause });
  }
}
