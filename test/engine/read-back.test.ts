import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBackOf } from '../../engine/run/read-back.ts';
import { ownerA, ownerB } from './samples.ts';

const mac = '50:C7:BF:00:21:55';
const factoryName = 'TP-LINK_Smart Plug_2155';
const nothing = { hasLocation: false, rules: [], outlets: [] };
const rule = { kind: 'schedule', rule: { id: '1' } } as const;

// law 6
test('a plug that is read back is empty only when nothing is left, and it held something before', () => {
  const told = (
    before: { alias: string; owner: string | null },
    now: { alias: string; owner: string | null },
    kept: Partial<Parameters<typeof readBackOf>[2]> = {},
  ) =>
    readBackOf({ plug: { mac, alias: before.alias, outlets: [] }, owner: before.owner }, now, { ...nothing, ...kept });
  const named = { alias: 'Fridge', owner: ownerA };
  const fresh = { alias: factoryName, owner: '' };
  assert.equal(told(named, fresh), 'emptied');
  assert.equal(told(named, fresh, { hasLocation: null }), 'emptied', 'some say nothing of a place at all');
  assert.equal(told({ alias: factoryName, owner: ownerA }, fresh), 'emptied');
  assert.equal(told({ alias: 'Fridge', owner: '' }, fresh), 'emptied');

  assert.notEqual(told(named, fresh, { rules: [rule] }), 'emptied');
  assert.notEqual(told(named, fresh, { hasLocation: true }), 'emptied');
  assert.equal(told(named, fresh, { rules: null }), 'unread');
  assert.equal(told(named, { alias: factoryName, owner: null }), 'unread');
  assert.notEqual(told(named, { alias: 'TP-LINK_Smart Plug_0000', owner: '' }), 'emptied', 'the name of another plug');

  assert.equal(told(named, named), 'as-before');
  assert.equal(told(named, { alias: 'Fridge', owner: '' }), 'as-before', 'removed from its account, and not erased');
  assert.equal(told(named, { alias: 'Renamed', owner: ownerA }), 'as-before');
  assert.equal(told({ alias: factoryName, owner: '' }, fresh), 'as-before', 'nothing to tell it from an erased one');
  assert.equal(told({ alias: factoryName, owner: null }, fresh), 'as-before');

  assert.equal(told(named, { alias: 'Lamp', owner: ownerB }), 'changed');
  assert.equal(told(named, { alias: 'Lamp', owner: '' }), 'changed');
  assert.equal(told({ alias: 'Fridge', owner: null }, { alias: 'Lamp', owner: ownerB }), 'changed');
});

// law 6
test('a strip is empty only when none of its outlets is called as a person called it', () => {
  const named = (...aliases: string[]) =>
    aliases.map((alias, i) => ({ id: `0${i}`, alias, relay: 'off' as const, watts: null }));
  const told = (before: string[], now: string[]) =>
    readBackOf(
      { plug: { mac, alias: factoryName, outlets: named(...before) }, owner: ownerA },
      { alias: factoryName, owner: '' },
      { ...nothing, outlets: named(...now) },
    );
  assert.equal(told(['Server', 'Plug 2'], ['Server', 'Plug 2']), 'as-before', 'removed from its account, not erased');
  assert.equal(told(['Server', 'Plug 2'], ['Plug 1', 'Plug 2']), 'emptied');
  assert.equal(told(['Plug 1', 'Plug 2'], ['Plug 1', 'Plug 2']), 'emptied');
  const ofFactory = ['Kasa_Power Strip_2155_0', 'Kasa_Power Strip_2155_1'];
  assert.equal(told(ofFactory, ofFactory), 'emptied');
  assert.equal(told(['', ''], ['', '']), 'emptied');
});
