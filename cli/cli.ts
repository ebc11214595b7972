import { Command, CommanderError } from 'commander';
import { advice, exits } from '../contract/index.ts';
import { registerCards } from './commands/cards.ts';
import { registerDatabase } from './commands/database.ts';
import { registerFiles } from './commands/files.ts';
import { registerInventory } from './commands/inventory.ts';
import { registerLabels } from './commands/labels.ts';
import { registerLedger } from './commands/ledger.ts';
import { registerLogins } from './commands/logins.ts';
import { registerPlaces } from './commands/places.ts';
import { registerPlans } from './commands/plans.ts';
import { registerPractice } from './commands/practice.ts';
import { registerRuns } from './commands/runs.ts';
import { registerServe } from './commands/serve.ts';
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

/**
 * The program with every command; each command's exit code is given to `done`. What commander would tell on stderr goes
 * to `told`: usage errors are told once, where every error is told.
 */
export function buildProgram(
  io: Io,
  done: (exit: number) => void,
  told: (text: string) => void = () => undefined,
): Command {
  const configuration = { writeOut: (text: string) => io.stdout.write(text), writeErr: told };
  const program = new Command('plugfleet')
    .description('Inventory, factory-reset and hand over fleets of TP-Link Kasa and Tapo plugs, with proof.')
    .option('--db <FILE>', "the fleet's database (default: the platform's data folder, or PLUGFLEET_DB)")
    .option('--json', 'exactly one JSON document on stdout')
    .option('--quiet-output', 'no words, only errors')
    .option('--no-color', 'no colours')
    .version(version())
    .showHelpAfterError('See plugfleet --help.')
    .exitOverride()
    .configureOutput(configuration);
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
    registerLedger,
    registerDatabase,
    registerFiles,
    registerLabels,
    registerPractice,
    registerServe,
  ])
    register(program, run);
  // commands inherit neither of these from the program
  for (const command of allCommands(program)) command.exitOverride().configureOutput(configuration);
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
  let told = '';
  const program = buildProgram(
    io,
    (code) => {
      exit = code;
    },
    (text) => {
      told += text;
    },
  );
  const out = new Output(io, { json: argv.includes('--json'), quiet: false, color: !argv.includes('--no-color') });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      // help and version were asked for and given
      if (thrown.exitCode === 0) return exits.done;
      const isMissing = thrown.code === 'commander.help';
      // commander answers a group of commands without one of them with the help of the group
      if (isMissing) io.stderr.write(`${told}\n`);
      const message = isMissing ? 'no command was given' : thrown.message.replace(/^error: /, '');
      out.error({ code: 'bad-input', message, next: 'See plugfleet --help.' });
      return exits.usage;
    }
    if (thrown instanceof Interrupted) {
      out.error({ code: 'stopped', message: advice.stopped.title, next: 'What was kept so far stays.' });
      return thrown.exit;
    }
    const { exit: code, error } = failureOf(thrown);
    out.error(error);
    return code;
  }
}
