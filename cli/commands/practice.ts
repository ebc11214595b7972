import type { Command } from 'commander';
import { demo } from '../practice/demo.ts';
import { simulate } from '../practice/simulate.ts';
import type { Registrar } from '../registrar.ts';

/** Commands that work on virtual plugs: loopback only, a throw-away database. */
export function registerPractice(program: Command, run: Registrar): void {
  program
    .command('simulate')
    .description('run virtual plugs to practise on, until Ctrl-C')
    .option('--count <N>', 'a fleet of this size (default: a small house with every fault)')
    .option('--seed <N>', 'chance for --count: the same seed gives the same fleet')
    .option('--capture <FILE>', 'one plug that answers as a captured one did (docs/CAPTURE.md)')
    .option('--base <ADDRESS>', 'the first address, in 127.0.0.0/8')
    .action(run(simulate));
  program.command('demo').description('the whole job on virtual plugs, step by step').action(run(demo));
}
