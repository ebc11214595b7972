import { z } from 'zod';
import { Dialect, Family, Transport } from '../../contract/index.ts';
import { SourceKey } from './sources.ts';

/** Where the button is that resets. */
export const ButtonPlace = z.enum([
  'reset-button-or-power-button',
  'side',
  'control-button',
  'outlet-button-on-strip',
  'outdoor-housing',
  'switch-front',
  'power-button',
  'button-on-strip',
  'button-on-switch',
  'module',
]);
export type ButtonPlace = z.infer<typeof ButtonPlace>;

/** How the light blinks. */
export const LedPattern = z.enum([
  'amber-green',
  'amber-blue',
  'amber-green-or-blue',
  'rapid-amber',
  'amber',
  'red',
  'unknown',
]);
export type LedPattern = z.infer<typeof LedPattern>;

/** What a person waits for while holding; `changed`: how it blinks then is not known, only that it changes. */
const Until = z.enum([...LedPattern.exclude(['unknown']).options, 'changed']);

export const Step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('power') }),
  z.strictObject({ do: z.literal('hold'), seconds: z.number().positive(), until: Until }),
  z.strictObject({ do: z.literal('look'), for: LedPattern.exclude(['unknown']) }),
]);
export type Step = z.infer<typeof Step>;

/** How a claim is known: seen on a real plug, said by the maker, or concluded from its relatives. */
export const Confidence = z.enum(['tried', 'vendor-says', 'inferred']);
export type Confidence = z.infer<typeof Confidence>;

/** A way of talking that was seen on a plug of this model; which one a plug speaks now, it says itself. */
const SeenTransport = z.strictObject({ transport: Transport, dialect: Dialect, sources: z.array(SourceKey).min(1) });

const Caution = z.enum(['breaker-before-opening', 'never-under-mains']);

/** What is known of one model: how to reset it by hand, and what it looks like. Null: not known. */
export const ModelFacts = z.strictObject({
  /** Without region; empty in a family's default. */
  model: z.string(),
  /** Hardware versions it is true of; absent: all that no narrower entry names. */
  hardware: z.array(z.string()).min(1).optional(),
  family: Family,
  form: z.enum([
    'plug',
    'mini-plug',
    'two-outlet-plug',
    'dimmer-plug',
    'outdoor-plug',
    'outdoor-dimmer',
    'power-strip',
    'in-wall-outlet',
    'wall-switch',
    'wall-dimmer',
    'fan-and-dimmer-switch',
    'relay-module',
  ]),
  outlets: z.number().int().positive().nullable(),
  /** Whether it measures energy. */
  meter: z.boolean().nullable(),
  matter: z.boolean().nullable(),
  /** Empty: none was recorded. */
  transports: z.array(SeenTransport),
  button: z.strictObject({ where: ButtonPlace, certainty: Confidence }),
  /** Seconds: `wifi` forgets the Wi-Fi only, `erase` everything. */
  hold: z.strictObject({ wifi: z.number().positive(), erase: z.number().positive() }),
  /** To erase all. */
  steps: z.array(Step).min(1),
  led: z.strictObject({ wifi: LedPattern, erase: LedPattern, after: LedPattern }),
  /** Name of its set-up Wi-Fi up to the last four digits of the MAC. */
  setUpNetwork: z.string().nullable(),
  caution: Caution.nullable(),
  /** Of the times and lights. */
  confidence: Confidence,
  sources: z.array(SourceKey).min(1),
  notes: z.string(),
});
export type ModelFacts = z.infer<typeof ModelFacts>;
