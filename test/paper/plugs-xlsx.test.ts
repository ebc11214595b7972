import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plugsToXlsx } from '../../paper/index.ts';
import { comparison, fleets, plug } from './plugs.ts';

test('what is exported to a workbook is imported again as it was', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      const { actual, expected } = comparison(fleet, plugsToXlsx(fleet.map((change) => plug(change))));
      assert.deepEqual(actual, expected);
    }),
    { numRuns: 200 },
  );
});
