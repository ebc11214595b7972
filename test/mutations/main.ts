import { join } from 'node:path';
import { writeFigures } from '../trust/figures.ts';
import { mutations } from './mutations.ts';
import { passes, scratchTree, tryMutation } from './try-mutation.ts';

// words on the command line choose: `npm run test:mutations -- "law 5"`; without any the figures are written down
const words = process.argv.slice(2);
const title = ({ law, name }: { law: number; name: string }): string => `law ${law}: ${name}`;
const chosen = mutations.filter((one) => words.every((word) => title(one).includes(word)));

const startedMs = performance.now();
using tree = scratchTree(join(import.meta.dirname, '..', '..'));
const runs = new Map(
  chosen.flatMap(({ tests, only }) => tests.map((test) => [`${test} ${only ?? ''}`, { test, only }])),
);
const failing = [...runs].filter(([, { test, only }]) => !passes(tree.folder, test, only)).map(([name]) => name);
if (failing.length > 0) {
  console.error(`these fail without any mutation: ${failing.join(', ')}`);
  process.exitCode = 1;
} else {
  let caught = 0;
  for (const one of chosen) {
    const outcome = tryMutation(tree.folder, one);
    if (outcome === 'caught') caught += 1;
    console.log(`${outcome.padEnd(10)}  ${title(one)}  (${one.tests.join(' ')})`);
  }
  console.log(`${chosen.length} mutations, ${caught} caught, ${chosen.length - caught} not caught`);
  if (caught < chosen.length) process.exitCode = 1;
  else if (words.length === 0)
    writeFigures('mutations', {
      line: `${chosen.length} mutations, ${caught} caught`,
      figures: [],
      tookMs: performance.now() - startedMs,
    });
}
