import type { CardOrder, PaperLang, Press } from './run.ts';

export type Confidence = 'tried' | 'vendor-says' | 'inferred';

/** What a plug looks like; each form has a drawing. */
export type PlugForm =
  | 'plug'
  | 'mini-plug'
  | 'two-outlet-plug'
  | 'dimmer-plug'
  | 'outdoor-plug'
  | 'outdoor-dimmer'
  | 'power-strip'
  | 'in-wall-outlet'
  | 'wall-switch'
  | 'wall-dimmer'
  | 'fan-and-dimmer-switch'
  | 'relay-module';

/** Where the button is that erases. */
export type ButtonPlace =
  | 'reset-button-or-power-button'
  | 'side'
  | 'control-button'
  | 'outlet-button-on-strip'
  | 'outdoor-housing'
  | 'switch-front'
  | 'power-button'
  | 'button-on-strip'
  | 'button-on-switch'
  | 'module';

/** How the lamp of a plug blinks. */
export type Light = 'amber-green' | 'amber-blue' | 'amber-green-or-blue' | 'rapid-amber' | 'amber' | 'red';

export type Caution = 'breaker-before-opening' | 'never-under-mains';

/** One thing a person does at the plug. `changed`: how it blinks then is not known, only that it changes. */
export type CardStep =
  | { do: 'power' }
  | { do: 'hold'; seconds: number; until: Light | 'changed' }
  | { do: 'look'; for: Light };

/** What the catalogue knows about pressing the button of a model, as codes: the words are those of the paper's language. */
export interface ButtonFacts {
  form: PlugForm;
  /** Switched sockets of every plug of the model; null where nobody knows. */
  outlets: number | null;
  button: ButtonPlace;
  /** Seconds of either press; null where the model has no such press. */
  wifiSeconds: number | null;
  eraseSeconds: number | null;
  /** What is done for either press; none where the model cannot be dealt with by its button. */
  steps: Readonly<Record<Press, readonly CardStep[]>>;
  /** Of the times and lights, and of the place of the button. */
  confidence: Confidence;
  buttonConfidence: Confidence;
  /** Whether it speaks Matter; null where nobody knows. */
  matter: boolean | null;
  caution: Caution | null;
}

/** Why a hand is needed. `chosen`: only because a person put it on the list. */
export type CardWhy =
  | 'chosen'
  | 'silent'
  | 'needs-login'
  | 'locked'
  | 'unsupported'
  | 'unproven'
  | 'still-here'
  | 'refused'
  | 'not-understood'
  | 'loaded'
  | 'feeds-network';

/** One card: the button instruction for one plug. */
export interface Card {
  mac: string;
  label: string | null;
  alias: string;
  site: string | null;
  room: string | null;
  /** Place of the room in the walk; null last. */
  roomOrder: number | null;
  model: string;
  hardware: string | null;
  address: string | null;
  lastSeenAt: string | null;
  /** How many switched sockets it has; null where nobody knows. */
  outlets: number | null;
  why: CardWhy;
  /** Whether a reset was sent that nothing proves: look at the plug before pressing anything. */
  lookFirst: boolean;
  /** Its Matter set-up code, where it was read before: needed to set it up again when its label is gone. */
  matterCode: string | null;
  facts: ButtonFacts;
}

/** A printed set of cards in walking order; it belongs to a run. */
export interface Checklist {
  run: string;
  plan: string;
  press: Press;
  madeAt: string;
  /** Marked on every page as practice with virtual plugs. */
  practice: boolean;
  /** Items of the run, and how they stand. They add up. */
  counts: Readonly<Record<string, number>>;
  total: number;
  cards: readonly Card[];
}

/** One printed page: its short code, and the plugs of its numbers 1, 2, 3 … in order. */
export interface PrintedPage {
  code: string;
  macs: readonly string[];
}

/** How a checklist is printed. */
export interface PaperChoice {
  paper: 'a4' | 'letter' | 'a5';
  lang: PaperLang;
  /** Larger letters. */
  large: boolean;
  /** A list with one line a plug instead of cards. */
  pocket: boolean;
  order: CardOrder;
}
