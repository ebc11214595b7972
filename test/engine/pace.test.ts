import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceOf } from '../../engine/run/pace.ts';

// law 12
test('however many plugs are asked, all asks go out in time and no network sees a thousand datagrams a second', () => {
  const perAsk = 3;
  const ofASweep = 600;
  /** What devices/ lets out at the most, in addresses a second. */
  const mostAddresses = 200;
  for (const quietS of [0.2, 3, 60, 600])
    for (const asked of [1, 84, 250, 600, 1000, 2000]) {
      const { askEveryMs, lostAfterMs } = paceOf(quietS, asked, 'air');
      const addresses = (asked / askEveryMs) * 1000;
      assert.ok(addresses < mostAddresses, `${asked} plugs, quiet ${quietS} s: ${addresses} asks a second queue up`);
      assert.ok(addresses * perAsk + ofASweep <= 1000, `${asked} plugs, quiet ${quietS} s`);
      assert.ok(lostAfterMs >= 3 * askEveryMs, 'three asks at least before a network counts as lost');
    }
  // a thousand plugs in the usual quiet time: silence is noticed within it
  assert.ok(paceOf(60, 1000, 'air').lostAfterMs < 60_000);
});
