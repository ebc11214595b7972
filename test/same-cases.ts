import fc from 'fast-check';

/**
 * Loaded before every test file: property tests try the same cases in every run, so that a run tells about the
 * change at hand. `PLUGFLEET_TEST_SEED` tries others: a number, or `random`.
 */
const wanted = process.env['PLUGFLEET_TEST_SEED'] ?? '20261123';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
