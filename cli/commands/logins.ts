import { createInterface } from 'node:readline';
import { password as askPassword, isCancel } from '@clack/prompts';
import type { Command } from 'commander';
import { advice, exits, PlugfleetError } from '../../contract/index.ts';
import { type Door, Interrupted } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { macOf } from '../selection.ts';
import { table } from '../table.ts';

/** The password: typed unseen at a terminal, else the first line of stdin. Never an argument, others could read it. */
async function readPassword(door: Door, name: string): Promise<string> {
  const { stdin } = door.io;
  if (stdin.isTTY === true) {
    const typed = await askPassword({
      message: `Password of the TP-Link account '${name}'`,
      input: stdin,
      output: door.io.stderr,
    });
    if (isCancel(typed)) throw new Interrupted();
    return typed ?? '';
  }
  const lines = createInterface({ input: stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

const say = (door: Door, logins: readonly { name: string; email: string }[]): number => {
  door.out.document({ logins });
  if (!door.out.json)
    door.out.say(
      logins.length === 0
        ? 'No logins. Add one with: plugfleet login add NAME --email E'
        : table(
            ['LOGIN', 'ACCOUNT'],
            logins.map((l) => [l.name, l.email]),
            60,
          ),
    );
  return exits.done;
};

async function add(door: Door, name: string, o: { email: string }): Promise<number> {
  const password = await readPassword(door, name);
  if (password === '')
    throw new PlugfleetError('bad-input', 'no password was given: type it, or send it as the first line of stdin');
  return await door.withFleet('own', async ({ client }) =>
    say(door, (await client.logins.add({ name, email: o.email, password })).logins),
  );
}

const list = (door: Door): Promise<number> =>
  door.withFleet('read', async ({ client }) => say(door, (await client.logins.list()).logins));

const remove = (door: Door, name: string): Promise<number> =>
  door.withFleet('own', async ({ client }) => say(door, (await client.logins.remove({ name })).logins));

const test = (door: Door, name: string, mac: string | undefined): Promise<number> =>
  door.withFleet('own', async ({ client }) => {
    const result = await door.abortable((signal) =>
      client.logins.test({ name, ...(mac === undefined ? {} : { mac: macOf(mac) }) }, { signal }),
    );
    door.out.document(result);
    const on = result.mac ?? 'no plug';
    if (!door.out.json)
      door.out.say(
        result.ok
          ? `The login '${name}' opens ${on}.`
          : `The login '${name}' does not open ${on}: ${result.code === null ? '' : `${advice[result.code].title}. ${advice[result.code].next}`}`,
      );
    return result.ok ? exits.done : exits.incomplete;
  });

/** Commands about TP-Link accounts. */
export function registerLogins(program: Command, run: Registrar): void {
  const login = program.command('login').description('TP-Link accounts');
  login
    .command('add')
    .description('store an account; the password is asked for, or read from the first line of stdin')
    .argument('<NAME>', 'what you call it')
    .requiredOption('--email <E>', 'the e-mail of the account, as typed at sign-up')
    .action(run(add));
  login.command('list').description('the stored accounts').action(run(list));
  login.command('remove').description('forget an account and its password').argument('<NAME>').action(run(remove));
  login
    .command('test')
    .description('try an account on a plug')
    .argument('<NAME>')
    .argument('[MAC]', 'the plug; without it the likeliest one')
    .action(run(test));
}
