import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Heard, Target } from '../../contract/index.ts';
import { realDevices } from './real-clock.ts';
import { tdpAnswer, virtualUdpPlug } from './virtual-udp-plug.ts';

/** From an address that is not ours, as an interface has that went away since it was listed. */
const gone: Target = { kind: 'broadcast', address: '198.51.100.255', from: '198.51.100.7' };

async function look(...targets: Target[]) {
  const heard: Heard[] = [];
  const signal = new AbortController().signal;
  const result = await realDevices().discover(targets, { signal, rounds: 1, onHeard: (one) => heard.push(one) });
  return { heard, result };
}

test('an interface that went away does not take the answers of the others with it', async (t) => {
  await virtualUdpPlug(t, '127.42.30.1', 20002, () => [tdpAnswer()]);
  const { heard, result } = await look(gone, { kind: 'sweep', network: '127.42.30.1' });
  assert.equal(heard.length, 1);
  assert.deepEqual(result.networks, [{ network: '127.42.30.1', probed: 1, answered: 1 }]);
});

test('where nothing at all could be sent, that is an error and no silence', async () => {
  await assert.rejects(look(gone, gone), { code: 'no-interface' });
});
