import { missingCrypto } from '../../../tools/electron/missing-crypto.ts';
import { allChecks } from '../../vectors/all-checks.ts';

/** What became of one check. */
export interface Outcome {
  name: string;
  /** Null: passed. */
  error: string | null;
}

/** All checks, one after the other, as they went in this very thread. */
export async function runAll(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of allChecks) {
    try {
      await run();
      outcomes.push({ name, error: null });
    } catch (cause) {
      outcomes.push({ name, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
    }
  }
  return outcomes;
}

/** What the utility process tells. */
export interface Report {
  /** Undefined outside Electron. */
  electron: string | undefined;
  node: string;
  /** Electron's word for the kind of process. */
  processType: string | undefined;
  /** What of the list of missing crypto can be had here after all. */
  foundCrypto: string[];
  utilityProcess: Outcome[];
  worker: Outcome[];
}

export const foundCrypto = (): string[] =>
  missingCrypto.flatMap(({ what, probe }) => {
    try {
      probe();
      return [what];
    } catch {
      return [];
    }
  });
