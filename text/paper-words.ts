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
export type CountName = (typeof countNames)[number];

/**
 * Every word on paper, in one language. A language is one more file with this type, so the compiler names what it
 * lacks. `{name}` stands for a value that is put in; a translation keeps the same names.
 */
export interface PaperWords {
  /** Language of the words (BCP 47), told to readers of the PDF. */
  lang: string;
  /** Locale in which moments are written. */
  dateLocale: string;

  title: string;
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
  noCards: string;
  countsHeading: string;
  countsColumns: { state: string; plugs: string };
  counts: Readonly<Record<CountName, string>>;
  total: string;
  howToHeading: string;
  /** {run} */
  howTo: readonly [string, string, string];
  oldApp: string;
  signature: { by: string; date: string; signature: string };
  /** {page} {pages} */
  pageOf: string;
  /** {run} {plan} {moment} */
  footer: string;

  noRoom: string;
  /** {room} */
  roomContinued: string;
  noName: string;
  model: string;
  /** {hardware} */
  hardware: string;
  room: string;
  lastAddress: string;
  lastSeen: string;
  unknown: string;
  never: string;
  why: string;
  button: string;
  outlets: string;
  /** {outlets} */
  allOutlets: string;
  lookFirstHeading: string;
  /** {led} */
  lookFirst: string;
  lookFirstNoLight: string;
  /** For models that must not be pressed at all: the note follows. */
  warning: string;
  note: string;
  noPress: string;
  steps: {
    power: string;
    /** {seconds}; printed bold, before `hold`. */
    erase: string;
    /** {seconds} */
    hold: string;
    keepHolding: string;
    /** {seconds} */
    keepHoldingPast: string;
    /** {led} */
    until: string;
    untilUnknown: string;
    /** {led} */
    release: string;
    /** {seconds} */
    releaseUnknown: string;
    /** {led} */
    look: string;
    lookUnknown: string;
  };
  sure: string;
  confidence: Readonly<Record<'tried' | 'vendor-says' | 'inferred', string>>;
  results: { done: string; notFound: string; dead: string };
  who: string;
  when: string;
  /** What an empty square is called aloud. */
  emptyBox: string;
  /** {result} */
  emptyBoxFor: string;
}
