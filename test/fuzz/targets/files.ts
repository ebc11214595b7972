import assert from 'node:assert/strict';
import { parsePlugsCsv } from '../../../paper/index.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

const head = 'mac,deviceId,model,alias,label,site,room,tags,address,serial,owned,protected,note,Shelf';

/** Files of plugs, from wherever. */
const plugsCsv: FuzzTarget = {
  name: 'plugs-csv',
  samples: [
    `${head}\r\n50:C7:BF:00:00:01,,HS110,Kettle,,HQ,"Flat 12, left",a; b\\;c,10.0.0.7,S1,yes,no,"two\r\nlines",3\r\n`,
    `\ufeffMAC,Note\n50c7.bf00.0002,"a ""b"""\n50-C7-BF-00-00-03,'=1+1\r50C7BF000004,x\n`,
    `deviceId,owned\n${'AB'.repeat(20)},TRUE\n${'CD'.repeat(20)},0\n\n,,\n`,
  ].map((text) => Buffer.from(text)),
  codes: ['bad-input'],
  read: (input) => {
    const { rows, rejected } = parsePlugsCsv(input.toString('utf8'));
    for (const { mac, deviceId, notes } of rows) {
      assert.ok(mac !== null || deviceId !== null);
      if (mac !== null) assert.match(mac, /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/);
      if (deviceId !== null) assert.match(deviceId, /^[0-9A-F]{40}$/);
      assert.equal(Object.getPrototypeOf(notes), Object.prototype);
    }
    for (const { line, why } of rejected) assert.ok(Number.isSafeInteger(line) && line > 0 && why !== '');
  },
};

export const fileTargets: readonly FuzzTarget[] = [plugsCsv];
