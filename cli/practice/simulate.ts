import { exits } from '../../contract/index.ts';
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
};

/** Runs virtual plugs until Ctrl-C, and says how to practise on them from another terminal. */
export async function simulate(door: Door, o: { count?: string; seed?: string; base?: string }): Promise<number> {
  const seed = o.seed === undefined ? 1 : numberOf('--seed', o.seed, { whole: true, min: 0 });
  const count = o.count === undefined ? undefined : numberOf('--count', o.count, { whole: true, min: 1 });
  const practice = await startPractice(o.base, (baseAddress) =>
    count === undefined ? practiceFleet(baseAddress) : describeFleet({ count, seed, baseAddress, faultShares }),
  );
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
