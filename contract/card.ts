export type Confidence = 'tried' | 'vendor-says' | 'inferred';

/** What the catalogue knows about resetting a model by hand. */
export interface ButtonFacts {
  form: string;
  /** As above, for all plugs of the model. */
  outlets: number | null;
  button: string;
  wifiSeconds: number | null;
  eraseSeconds: number | null;
  /** The light after 5 s, at the end of the 10 s, and afterwards; null where nobody knows. */
  ledWifi: string | null;
  ledErase: string | null;
  ledAfter: string | null;
  confidence: Confidence;
  sources: readonly string[];
  note: string | null;
}

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
  /** Why a hand is needed, in words. */
  why: string;
  /** Whether a reset was sent that nothing proves: look at the plug before pressing anything. */
  lookFirst: boolean;
  facts: ButtonFacts;
}

/** A printed set of cards in walking order; it belongs to a run. */
export interface Checklist {
  run: string;
  plan: string;
  madeAt: string;
  /** Marked on every page as practice with virtual plugs. */
  practice: boolean;
  /** Items of the run, and how they stand. They add up. */
  counts: Readonly<Record<string, number>>;
  total: number;
  cards: readonly Card[];
}
