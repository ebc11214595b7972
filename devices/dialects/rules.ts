import { z } from 'zod';
import type { Snapshot } from '../../contract/index.ts';
import { garbled } from '../garbled.ts';
import { cut } from '../plug-json.ts';
import { longestName } from './bounds.ts';

export type RuleKind = NonNullable<Snapshot['rules']>[number]['kind'];
export type Rule = NonNullable<Snapshot['rules']>[number];

/** A plug keeps a few dozen, a strip so many per outlet; more is nonsense and would swell the inventory. */
export const mostRules = 1024;
const longestRule = 4096;

/** The plug's own wording of one rule. People name their rules: a long text is cut, all else is left as it is. */
export const RuleBody = z
  .record(z.string(), z.unknown())
  .transform((rule) => Object.fromEntries(Object.entries(rule).map(([name, value]) => [name, shortened(value)])))
  .refine((rule) => JSON.stringify(rule).length <= longestRule, 'rule too long');

const shortened = (value: unknown): unknown => (typeof value === 'string' ? cut(value, longestName) : value);

/** @throws PlugfleetError `garbled` where they are too many in all */
export function checkCount(rules: readonly Rule[]): void {
  if (rules.length > mostRules) throw garbled('more rules than any plug keeps', { mostRules });
}

/**
 * Rules in the form of the contract. A strip keeps its rules per outlet; the outlet's id is kept with the rule, under the
 * name the family uses for it.
 */
export const rulesOf = (kind: RuleKind, bodies: readonly z.infer<typeof RuleBody>[], outlet: object = {}): Rule[] =>
  bodies.map((body) => ({ kind, rule: { ...body, ...outlet } }));
