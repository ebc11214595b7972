import type { Command } from 'commander';
import { canonicalMac, PlugfleetError, type Selection, Standing, standings } from '../contract/index.ts';

export interface SelectionOptions {
  site?: string[];
  room?: string[];
  model?: string[];
  tag?: string[];
  standing?: string[];
  all?: boolean;
}

/** Adds the filters that say which plugs a command means. */
export const withSelection = (command: Command): Command =>
  command
    .argument('[MAC...]', 'plugs by MAC address')
    .option('--site <name...>', 'plugs of these sites')
    .option('--room <name...>', 'plugs of these rooms')
    .option('--model <name...>', 'plugs of these models')
    .option('--tag <name...>', 'plugs with these tags')
    .option('--standing <state...>', `plugs that stand so: ${standings.join(', ')}`)
    .option('--all', 'every plug');

export function selectionOf(macs: readonly string[], o: SelectionOptions): Selection {
  const standing = o.standing?.map((text) => {
    const parsed = Standing.safeParse(text);
    if (!parsed.success) throw new PlugfleetError('bad-input', `'${text}' is no standing: ${standings.join(', ')}`);
    return parsed.data;
  });
  return {
    ...(macs.length > 0 ? { macs: macs.map(macOf) } : {}),
    ...(o.site ? { site: o.site } : {}),
    ...(o.room ? { room: o.room } : {}),
    ...(o.model ? { model: o.model } : {}),
    ...(o.tag ? { tag: o.tag } : {}),
    ...(standing ? { standing } : {}),
    ...(o.all ? { all: true } : {}),
  };
}

/** @throws `bad-input` for what is no MAC address */
export function macOf(text: string): string {
  const mac = canonicalMac(text);
  if (mac === undefined) throw new PlugfleetError('bad-input', `'${text}' is not a MAC address (AA:BB:CC:DD:EE:FF)`);
  return mac;
}

/** A number as typed: plain decimals, `1e3` and `0x10` are not what a person types back. @throws `bad-input` */
export function numberOf(name: string, text: string, o: { whole: boolean; min: number }): number {
  const value = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text.trim()) || value < o.min || (o.whole && !Number.isInteger(value)))
    throw new PlugfleetError(
      'bad-input',
      `${name} takes a ${o.whole ? 'whole ' : ''}number from ${o.min} up, not '${text}'`,
    );
  return value;
}
