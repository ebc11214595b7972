import { z } from 'zod';
import type { Snapshot } from '../../contract/index.ts';

export type RuleKind = NonNullable<Snapshot['rules']>[number]['kind'];
export type Rule = NonNullable<Snapshot['rules']>[number];

/** A plug keeps a few dozen; more is nonsense and would swell the inventory. */
export const mostRules = 256;
const longestRule = 4096;

/** The plug's own wording of one rule. */
export const RuleBody = z
  .record(z.string(), z.unknown())
  .refine((rule) => JSON.stringify(rule).length <= longestRule, 'rule too long');

/**
 * Rules in the form of the contract. A strip keeps its rules per outlet; the outlet's id is kept with the rule, under the
 * name the family uses for it.
 */
export const rulesOf = (kind: RuleKind, bodies: readonly z.infer<typeof RuleBody>[], outlet: object = {}): Rule[] =>
  bodies.map((body) => ({ kind, rule: { ...body, ...outlet } }));
