import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Clock } from '../../contract/index.ts';
import { loginTries } from '../../engine/inventory/login-tries.ts';
import { scratch } from '../db/scratch.ts';

const mac = '50:C7:BF:00:00:01';
const minute = 60_000;

/** Law 9 on a real store, with a clock that the test moves. */
function desk(t: TestContext, owner: string | null = 'A') {
  const { open } = scratch(t);
  const store = open();
  let nowMs = Date.parse('2026-01-01T12:00:00.000Z');
  const clock: Clock = { wallMs: () => nowMs, monoMs: () => nowMs, sleep: () => Promise.resolve() };
  const add = (name: string) => {
    store.logins.add({ name, email: `${name}@example.com`, setAt: new Date(nowMs).toISOString() });
  };
  add('one');
  add('two');
  add('three');
  return {
    store,
    add,
    tries: (o: { owner?: string | null; asked?: boolean; mac?: string } = {}) =>
      loginTries({ store, clock }, { mac: o.mac ?? mac, owner: o.owner === undefined ? owner : o.owner }, o.asked),
    later: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('law 9: a secret that was turned down is not tried again until it changed or a person asks', (t) => {
  const { store, add, tries, later } = desk(t);
  assert.equal(tries().mayTry('one'), 'yes');
  tries().turnedDown('one', false);
  later(100 * 24 * 60 * minute);
  assert.equal(tries().mayTry('one'), 'no');
  assert.equal(tries().mayTry('two'), 'yes');
  assert.equal(tries({ asked: true }).mayTry('one'), 'yes');
  assert.equal(tries({ mac: '50:C7:BF:00:00:02' }).mayTry('one'), 'yes');
  store.logins.remove('one');
  add('one');
  assert.equal(tries().mayTry('one'), 'yes', 'the secret is another one now');
});

test('law 9: a plug that took a login after all takes back what it said of it', (t) => {
  const { store, tries, later } = desk(t);
  tries().accepted('one');
  assert.equal(store.ledger.entries({ mac }).length, 0, 'nothing was turned down, so nothing has to be said');
  tries().turnedDown('one', false);
  later(25 * 60 * minute);
  tries({ asked: true }).accepted('one');
  tries({ asked: true }).accepted('one');
  assert.deepEqual(
    store.ledger.entries({ mac }).map((entry) => entry.kind),
    ['login-refused', 'login-accepted'],
  );
  assert.equal(tries().mayTry('one'), 'yes');
  tries().turnedDown('one', false);
  later(25 * 60 * minute);
  assert.equal(tries().mayTry('one'), 'no');
});

test('law 9: a plug that changed its owner may know the account now', (t) => {
  const { tries, later } = desk(t);
  tries().turnedDown('one', false);
  later(25 * 60 * minute);
  assert.equal(tries({ owner: 'B' }).mayTry('one'), 'yes');
});

test('law 9: two wrong tries a day and no more, spaced, whoever asks', (t) => {
  const { tries, later } = desk(t);
  tries().turnedDown('one', false);
  assert.equal(tries().mayTry('two'), 'no', 'spaced');
  later(minute);
  assert.equal(tries().mayTry('two'), 'yes');
  tries().turnedDown('two', false);
  later(60 * minute);
  assert.deepEqual([tries().mayTry('three'), tries({ asked: true }).mayTry('three')], ['no', 'no']);
  later(24 * 60 * minute);
  assert.equal(tries().mayTry('three'), 'yes');
});

test('law 9: what may cost two wrong tries is not begun with one left', (t) => {
  const { tries, later } = desk(t);
  assert.deepEqual([tries().mayTry('one', 2), tries().mayTry('one', 3)], ['yes', 'no']);
  tries().turnedDown('two', false);
  later(minute);
  assert.deepEqual([tries().mayTry('one', 2), tries().mayTry('one')], ['no', 'yes']);
});

test('law 9: a locked plug is left alone for a day, and for half an hour even when a person asks', (t) => {
  const { tries, later } = desk(t);
  tries().turnedDown('one', true);
  later(29 * minute);
  assert.deepEqual([tries().mayTry('two'), tries({ asked: true }).mayTry('two')], ['locked', 'locked']);
  later(2 * minute);
  assert.deepEqual([tries().mayTry('two'), tries({ asked: true }).mayTry('two')], ['locked', 'yes']);
  later(24 * 60 * minute);
  assert.equal(tries().mayTry('two'), 'yes');
});

test('law 9: a built-in account is tried once a day, and a clock that was set back opens nothing', (t) => {
  const { tries, later } = desk(t);
  tries().turnedDown(null, false);
  later(60 * minute);
  assert.equal(tries().mayTry(null), 'no');
  later(-10 * 24 * 60 * minute);
  assert.equal(tries().mayTry('two'), 'no');
  later(12 * 24 * 60 * minute);
  assert.equal(tries().mayTry(null), 'yes');
});

test('law 9: the last try of a day is not spent on a built-in account where the plug tells an owner', (t) => {
  const { add, store, tries, later } = desk(t);
  assert.equal(tries().mayTry(null), 'yes');
  tries().turnedDown('one', false);
  later(minute);
  assert.equal(tries().mayTry(null), 'no');
  assert.equal(tries({ owner: null }).mayTry(null), 'yes', 'whose it is, is not told');
  assert.equal(tries({ owner: '' }).mayTry(null), 'yes', 'it belongs to nobody');
  store.logins.remove('one');
  add('one');
  assert.equal(tries().mayTry('one'), 'yes', 'a password that was put right');
});
