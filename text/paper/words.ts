/** The counts of a run, in the order in which they are printed. */
export const countNames = [
  'reset',
  'byHand',
  'unproven',
  'failed',
  'needsHands',
  'notFound',
  'dead',
  'leftAlone',
  'waiting',
] as const;
type CountName = (typeof countNames)[number];

/** A text for either press: everything is erased, or the Wi-Fi only. */
type ByPress = Readonly<Record<'erase' | 'wifi', string>>;

/**
 * Every word on paper, in one language. A language is one more file with this type, so the compiler names what it
 * lacks. `{name}` stands for a value that is put in; a translation keeps the same names. The codes of plugs (forms,
 * buttons, lights …) are those of `contract`; `paper` looks them up here and does not compile where one is missing.
 */
export interface PaperWords {
  /** Language of the words (BCP 47), told to readers of the PDF. */
  lang: string;
  /** Locale in which moments are written. */
  dateLocale: string;
  /** Says, in its own language, that no native speaker has read this translation; null where one has. */
  notProofRead: string | null;
  /** Behind the name of a fact, and between two sentences. */
  colon: string;
  blank: string;

  title: ByPress;
  practice: string;
  /** {run} {plan} */
  runAndPlan: string;
  /** {moment} */
  made: string;
  /** {sites} */
  sites: string;
  noSite: string;
  /** {cards} */
  cards: string;
  /** {part} {parts} {cards}: where a print is too long for one file. */
  part: string;
  noCards: string;
  countsHeading: string;
  countsColumns: { state: string; plugs: string };
  counts: Readonly<Record<CountName, string>>;
  /** In place of `counts.byHand` where only the Wi-Fi was erased. */
  byHandWifi: string;
  total: string;
  howToHeading: string;
  howTo: { walk: string; press: ByPress };
  /** {run} */
  enter: string;
  oldApp: string;
  signature: { by: string; date: string; signature: string };
  /** {page} {pages} */
  pageOf: string;
  /** {code} */
  pageCode: string;
  /** {run} {plan} {moment} */
  footer: string;

  noRoom: string;
  /** {room} */
  roomContinued: string;
  noName: string;
  /** In place of letters that the fonts of the paper do not have. */
  otherScript: string;
  /** Above blank lines for plugs that are met on the way and have no card. */
  offList: string;
  model: string;
  /** {hardware} */
  hardware: string;
  forms: Readonly<
    Record<
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
      | 'relay-module',
      string
    >
  >;
  room: string;
  lastAddress: string;
  lastSeen: string;
  unknown: string;
  never: string;
  why: string;
  whys: Readonly<
    Record<
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
      | 'feeds-network',
      string
    >
  >;
  button: string;
  buttons: Readonly<
    Record<
      | 'reset-button-or-power-button'
      | 'side'
      | 'control-button'
      | 'outlet-button-on-strip'
      | 'outdoor-housing'
      | 'switch-front'
      | 'power-button'
      | 'button-on-strip'
      | 'button-on-switch'
      | 'module',
      string
    >
  >;
  outlets: string;
  /** {outlets} */
  allOutlets: ByPress;
  /** What the lamp does, as a sentence that can stand behind a colon. */
  lights: Readonly<
    Record<'amber-green' | 'amber-blue' | 'amber-green-or-blue' | 'rapid-amber' | 'amber' | 'red' | 'changed', string>
  >;
  lookFirstHeading: string;
  /** {light} */
  lookFirst: string;
  lookFirstAnyLight: string;
  /** For models that must not be pressed at all: the caution follows, or `noPress`. */
  warning: string;
  noPress: string;
  note: string;
  cautions: Readonly<Record<'breaker-before-opening' | 'never-under-mains', string>>;
  /** {code} */
  matterCode: string;
  matterCopy: string;
  steps: {
    power: string;
    /** For what is built into a wall. */
    powerInWall: string;
    /** {seconds}; printed bold, before `hold`. */
    press: ByPress;
    /** {seconds}; the picture marks the button. */
    hold: string;
    /** {seconds}; nobody knows which button it is. */
    holdUnmarked: string;
    /** {seconds} after which the lamp blinks slowly. */
    keepHolding: string;
    keepHoldingUnknown: string;
    /** {light} */
    release: string;
    /** {seconds} */
    releaseUnknown: string;
    /** {light} {seconds} after which everything would be erased. */
    releaseWifi: string;
    /** {light} */
    look: string;
    lookUnknown: string;
  };
  lost: string;
  losses: ByPress;
  sure: string;
  /** {times} {button}: a word of `confidence` each. */
  sureOf: string;
  confidence: Readonly<Record<'tried' | 'vendor-says' | 'inferred', string>>;
  results: { done: string; notFound: string; dead: string };
  who: string;
  when: string;
  /** {form} {button} */
  picture: string;
  /** {mac} {run} */
  qr: string;
  /** The narrow columns of the pocket list, and what stands in them. */
  pocket: { plug: string; press: string; seconds: string; look: string; no: string };
  /** {result} */
  emptyBoxFor: string;
}
