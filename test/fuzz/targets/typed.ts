import assert from 'node:assert/strict';
import { canonicalId, canonicalMac, canonicalPageCode, codeOf, readScanned } from '../../../contract/index.ts';
import { hostCount, mostAddresses, parseNetwork } from '../../../devices/discovery/networks.ts';
import { readAddress } from '../../../electron/attach-address.ts';
import { labelSheetOf } from '../../../paper/index.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

const macForm = /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/;

/** What a reader makes of a text it makes of its own answer too. */
function settled<T extends string>(read: (text: string) => T | undefined, text: string): T | undefined {
  const once = read(text);
  if (once !== undefined) assert.equal(read(once), once);
  return once;
}

function unless<T>(code: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (codeOf(thrown) !== code) throw thrown;
    return undefined;
  }
}

/** What a person types or pastes, or a scanner reads, in every place where one line is asked for. */
const typedLine: FuzzTarget = {
  name: 'typed-line',
  samples: [
    'plugfleet:R-7K3QD:50C7BF000002',
    'plugfleet:plug:50C7BF000002',
    'plugfleet:tick:not-found',
    '50-c7-bf-00-00-02',
    'r7k3qd',
    'K7Q-4',
    '192.168.7.0/24',
    '192.168.7.10 - 192.168.7.90',
    '3x8@70x36mm,margin=0x4.5,gap=0x0,paper=a4',
    'Open https://[::1]:8080/?token=abc%20d in a browser',
    'http://127.0.0.1:7584/',
  ].map((text) => Buffer.from(text)),
  codes: ['network-too-large'],
  read: (input) => {
    const text = input.toString('utf8');
    const mac = settled(canonicalMac, text);
    if (mac !== undefined) assert.match(mac, macForm);
    settled(canonicalId, text);
    settled(canonicalPageCode, text);
    const scanned = readScanned(text);
    if (scanned?.is === 'plug') assert.match(scanned.mac, macForm);
    const written = readAddress(text);
    if (written.is === 'address') assert.equal(new URL(written.origin).origin, written.origin);
    const sheet = unless('bad-input', () => labelSheetOf(text));
    if (sheet) assert.ok(Object.values(sheet).every((value) => typeof value === 'string' || Number.isFinite(value)));
    const network = unless('bad-network', () => parseNetwork(text));
    if (!network) return;
    assert.ok(network.first <= network.last && network.last <= 0xff_ff_ff_ff);
    const hosts = hostCount(network);
    assert.ok(hosts > 0 && hosts <= mostAddresses, `${hosts}`);
  },
};

export const typedTargets: readonly FuzzTarget[] = [typedLine];
