import { Command, CommanderError } from 'commander';
import { exits } from '../contract/index.ts';
import { registerCards } from './commands/cards.ts';
import { registerFiles } from './commands/files.ts';
import { registerInventory } from './commands/inventory.ts';
import { registerLogins } from './commands/logins.ts';
import { registerPlaces } from './commands/places.ts';
import { registerPlans } from './commands/plans.ts';
import { registerPractice } from './commands/practice.ts';
import { registerRuns } from './commands/runs.ts';
import { Door, Interrupted } from './door.ts';
import { failureOf } from './failure.ts';
import type { Io } from './io.ts';
import { Output } from './output.ts';
import type { Registrar } from './registrar.ts';
import { version } from './version.ts';

interface GlobalOptions {
  db?: string;
  json?: boolean;
  quietOutput?: boolean;
  color?: boolean;
}

/** The program with every command; each command's exit code is given to `done`. */
export function buildProgram(io: Io, done: (exit: number) => void): Command {
  const program = new Command('plugfleet')
    .description('Inventory, factory-reset and hand over fleets of TP-Link Kasa and Tapo plugs, with proof.')
    .option('--db <FILE>', "the fleet's database (default: the platform's data folder, or PLUGFLEET_DB)")
    .option('--json', 'exactly one JSON document on stdout')
    .option('--quiet-output', 'no words, only errors')
    .option('--no-color', 'no colours')
    .version(version())
    .showHelpAfterError('See plugfleet --help.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // usage errors are told once, where every error is told
      writeErr: () => undefined,
    });
  const run: Registrar =
    (work) =>
    async (...given) => {
      // commander ends the arguments with the command itself
      const command = given.at(-1) as Command;
      const o = command.optsWithGlobals<GlobalOptions>();
      const out = new Output(io, outputOptions(o));
      done(await work(new Door(io, out, o.db), ...(given as never[])));
    };
  for (const register of [
    registerInventory,
    registerPlaces,
    registerLogins,
    registerPlans,
    registerRuns,
    registerCards,
    registerFiles,
    registerPractice,
  ])
    register(program, run);
  // commands inherit neither of these from the program
  for (const command of allCommands(program))
    command.exitOverride().configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => undefined });
  return program;
}

const outputOptions = (o: GlobalOptions) => ({
  json: o.json === true,
  quiet: o.quietOutput === true,
  color: o.color !== false,
});

/** The program and all commands below it. */
export const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];

/** Runs one command line (without the program's name) and resolves to its exit code. Never throws. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let exit: number = exits.done;
  const program = buildProgram(io, (code) => {
    exit = code;
  });
  const out = new Output(io, { json: argv.includes('--json'), quiet: false, color: !argv.includes('--no-color') });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      // help and version were asked for and given
      if (thrown.exitCode === 0) return exits.done;
      if (thrown.code === 'commander.help') {
        io.stderr.write(program.helpInformation());
        return exits.usage;
      }
      const message = thrown.message.replace(/^error: /, '');
      out.error({ code: 'bad-input', message, next: 'See plugfleet --help.' });
      return exits.usage;
    }
    if (thrown instanceof Interrupted) {
      out.note('Stopped. What was kept so far stays.');
      return thrown.exit;
    }
    const { exit: code, error } = failureOf(thrown);
    out.error(error);
    return code;
  }
}
