import type { RunOptions } from '../../contract/index.ts';
import { keep, kept } from './kept.ts';

/** With what the next run is begun unless its confirm step says otherwise; as the contract has it when nobody chose. */
export type RunDefaults = Omit<RunOptions, 'press'>;

export const usualRun: RunDefaults = { concurrency: 8, quietS: 60, pilot: true, maxFailuresPercent: 30 };

export const runDefaults = (): RunDefaults => ({ ...usualRun, ...kept<Partial<RunDefaults>>('run', {}) });

export const keepRunDefaults = (defaults: RunDefaults): void => keep('run', defaults);
