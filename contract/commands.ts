import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes, outcomeCodes, reasonCodes } from './codes.ts';
import { Mac } from './ids.ts';
import { scanModes } from './payload.ts';
import { Other, Plug, Selection } from './plug.ts';
import { Allowed, CardOrder, ItemAt, PaperLang, Press, Run, RunCounts, RunItem, RunOptions, ShownPlan } from './run.ts';

/** What an error carries over any channel: the code, what was attempted, and what to do next. */
export const ErrorBody = z.object({
  code: z.enum([...reasonCodes, ...outcomeCodes, ...errorCodes]),
  message: z.string(),
  next: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

const command = oc.errors({ PLUGFLEET: { data: ErrorBody } });

/** How far a look at the network has come. */
export const LookProgress = z.object({
  step: z.enum(['asking', 'reading']),
  done: z.number(),
  total: z.number(),
  found: z.number(),
  /** Addresses that answered so far, by network. */
  answered: z.array(z.object({ network: z.string(), count: z.number() })),
});
export type LookProgress = z.infer<typeof LookProgress>;

export const ScanResult = z.object({
  networks: z.array(
    z.object({
      network: z.string(),
      probed: z.number(),
      answered: z.number(),
      expected: z.number().nullable(),
      /** Plugs that were at an address of it and did not answer now; those that are wiped are not missed. */
      silent: z.number(),
    }),
  ),
  plugs: z.array(Plug),
  /** Of each of `plugs`: whether it is new to the inventory, and whose it is as far as it told. */
  found: z.array(
    z.object({
      mac: z.string(),
      isNew: z.boolean(),
      whose: z.enum(['login', 'somebody', 'nobody', 'unknown']),
      /** Name of the stored login it belongs to. */
      login: z.string().nullable(),
    }),
  ),
  /** MACs of the plugs that were in these networks and did not answer now. */
  silent: z.array(z.string()),
  others: z.array(Other),
  /** Plugs that this scan marked as owned, by family. */
  newlyOwned: z.object({ kasa: z.number(), tapo: z.number() }),
  tookMs: z.number(),
});
export type ScanResult = z.infer<typeof ScanResult>;

/** Where a scan may look: networks that are known here, and what became of those that were typed. */
export const ScanTargets = z.object({
  networks: z.array(
    z.object({
      network: z.string(),
      /** The site it is a network of; null for one that this computer itself is in. */
      site: z.string().nullable(),
      expected: z.number().nullable(),
      /** How many addresses a sweep of it asks. */
      addresses: z.number(),
    }),
  ),
  /** Networks of this computer that are too large to be swept unasked: a broadcast goes into them. */
  broadcasts: z.array(z.string()),
  typed: z.array(
    z.object({
      text: z.string(),
      addresses: z.number().nullable(),
      /** Why it cannot be scanned. */
      code: z.enum(['bad-network', 'network-too-large']).nullable(),
    }),
  ),
});
export type ScanTargets = z.infer<typeof ScanTargets>;

/** Who a plug says it is now, and what became of its light. */
export const Identified = z.object({
  mac: z.string(),
  deviceId: z.string(),
  model: z.string(),
  hardware: z.string(),
  firmware: z.string(),
  alias: z.string(),
  address: z.string(),
  /**
   * `blinked`: a few times, and it is as it was. `not-told`: its setting cannot be read, so it was not touched.
   * `not-restored`: it blinked, but the plug did not take its setting back.
   */
  light: z.enum(['blinked', 'not-told', 'not-restored']),
});
export type Identified = z.infer<typeof Identified>;

const Changed = z.object({ changed: z.number() });
const Site = z.object({
  name: z.string(),
  networks: z.array(z.object({ network: z.string(), expected: z.number().nullable() })),
  rooms: z.array(
    z.object({
      name: z.string(),
      order: z.number().nullable(),
      occupiedUntil: z.string().nullable(),
      occupiedReason: z.string().nullable(),
    }),
  ),
});
const Room = z.object({
  site: z.string(),
  name: z.string(),
  order: z.number().nullable(),
  occupiedUntil: z.string().nullable(),
  occupiedReason: z.string().nullable(),
});
const Login = z.object({ name: z.string(), email: z.string() });
const Sighting = z.object({
  at: z.string(),
  address: z.string(),
  source: z.enum(['tdp', 'xor', 'session']),
  factoryDefault: z.boolean().nullable(),
});
const Entry = z.object({
  seq: z.number(),
  at: z.string(),
  kind: z.string(),
  run: z.string().nullable(),
  mac: z.string().nullable(),
  body: z.unknown(),
});

/** What is in a file: bytes, whatever its name. */
const FileBytes = z.instanceof(Blob);

const Rejected = z.array(z.object({ line: z.number(), why: z.string() }));

/** What a file of plugs did to the inventory, or would do. Lines are those of the file. */
export const ImportResult = z.object({
  added: z.number(),
  /** Plugs of the file that were known, */
  updated: z.number(),
  /** and those among them of which it tells nothing new. */
  unchanged: z.number(),
  rejected: Rejected,
  /** Rows that are taken, but not to the letter. */
  notes: z.array(z.object({ line: z.number(), note: z.string() })),
  /** Of a dry run: what each row would do. */
  rows: z
    .array(
      z.object({
        line: z.number(),
        mac: z.string(),
        what: z.enum(['added', 'updated', 'unchanged']),
        changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
      }),
    )
    .optional(),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** What became of results of cards that came in together. */
export const TicksEntered = z.object({
  rows: z.array(
    z.object({
      line: z.number(),
      mac: z.string(),
      /** `already`: the same person said the same before; nothing new is kept. */
      what: z.enum(['entered', 'already']),
      before: ItemAt,
      after: ItemAt,
      /** What whoever enters it should know: a conflict, a tick taken back before. */
      note: z.string().nullable(),
    }),
  ),
  rejected: Rejected,
});
export type TicksEntered = z.infer<typeof TicksEntered>;

/** Changes of a run under way: a snapshot, then numbered events with whole rows. A gap means: ask for a new snapshot. */
export const RunNews = z.discriminatedUnion('kind', [
  /** `sends`: it may send resets; otherwise it only looks for proof, or nobody works on it. */
  z.object({ n: z.number(), kind: z.literal('snapshot'), run: Run, sends: z.boolean() }),
  z.object({ n: z.number(), kind: z.literal('item'), item: RunItem, counts: RunCounts }),
  /** The first plug of a kind is unproven; may the others of its kind follow? Answer with `runs.verdict`. */
  z.object({ n: z.number(), kind: z.literal('ask-pilot'), group: z.string(), mac: z.string() }),
  /** Somebody answered: whoever else was asked need not. */
  z.object({ n: z.number(), kind: z.literal('pilot-answered'), group: z.string() }),
]);
export type RunNews = z.infer<typeof RunNews>;

/**
 * Changes of the inventory: a snapshot, then numbered events with whole rows. A gap in the numbers means: ask for a
 * new snapshot. Plugs are never taken out of an inventory, so there is no event for that.
 */
export const PlugNews = z.discriminatedUnion('kind', [
  /** The first of a snapshot of `total` plugs; the others follow as `more`, numbered as it is. */
  z.object({ n: z.number(), kind: z.literal('snapshot'), total: z.number(), plugs: z.array(Plug) }),
  z.object({ n: z.number(), kind: z.literal('more'), plugs: z.array(Plug) }),
  /** Several lots may come as one: those numbered `from` up to `n`. */
  z.object({ from: z.number(), n: z.number(), kind: z.literal('plugs'), plugs: z.array(Plug) }),
]);
export type PlugNews = z.infer<typeof PlugNews>;

/** The facts of a plug that people set, to be put back as they were. */
export const PlugFacts = z.object({
  mac: Mac,
  site: z.string().nullable(),
  room: z.string().nullable(),
  label: z.string().nullable(),
  tags: z.array(z.string()),
  feedsNetwork: z.boolean(),
});
export type PlugFacts = z.infer<typeof PlugFacts>;

/** What this Plugfleet is and works on. */
export const About = z.object({
  version: z.string(),
  /** The plugs are virtual ones. */
  practice: z.boolean(),
  /** Networks of the virtual plugs, to be scanned; empty outside practice. */
  practiceNetworks: z.array(z.string()),
  database: z.string(),
  /** Another process owns the database: it can be looked at only. */
  readOnly: z.boolean(),
  /** Who is entered in the ledger as the one who does things here. */
  by: z.string(),
});
export type About = z.infer<typeof About>;

/** A file as it travels to whoever asked for it. */
const FileContent = z.object({ name: z.string(), type: z.string(), base64: z.string() });

/** How cards are printed. */
const CardPaper = z.object({
  paper: z.enum(['a4', 'letter', 'a5']).default('a4'),
  lang: PaperLang.default('en'),
  large: z.boolean().default(false),
  pocket: z.boolean().default(false),
  order: CardOrder.default('walk'),
});
const Drawn = z.object({ done: z.number(), total: z.number() });

/** A printed page with cards. */
const CardPage = z.object({ code: z.string(), at: z.string(), by: z.string(), macs: z.array(z.string()) });

/** How the cards of a run stand. */
export const RunCards = z.object({
  run: Run.omit({ items: true, tookMs: true }),
  /** Every plug that has a card or had one, in walking order. */
  cards: z.array(
    z.object({
      item: RunItem,
      isOpen: z.boolean(),
      /** It has a card, but was put out of every hand's reach since: none is printed for it. */
      isBlocked: z.boolean(),
      /** Every tick that stands, in the order in which they were entered. */
      ticks: z.array(RunItem.shape.tick.unwrap()),
    }),
  ),
  /** Pages that were printed, the newest print first. */
  pages: z.array(CardPage),
});
export type RunCards = z.infer<typeof RunCards>;

/** A sheet of labels; lengths in mm. */
const LabelSheet = z.object({
  name: z.string(),
  paper: z.enum(['a4', 'letter']),
  columns: z.number(),
  rows: z.number(),
  width: z.number(),
  height: z.number(),
});

const RunId = z.object({ run: z.string() });
const Started = z.object({ run: z.string(), notes: z.array(z.string()) });
const RunSummary = z.object({
  id: z.string(),
  plan: z.string(),
  at: z.string(),
  state: Run.shape.state,
  counts: RunCounts,
});

/** An ISO date such as 2026-11-28. `Date` takes the 31st of November for the 1st of December, so it is asked back. */
const Day = z.string().refine(
  (s) => {
    const atMs = /^\d{4}-\d{2}-\d{2}$/.test(s) ? Date.parse(s) : Number.NaN;
    return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(s);
  },
  { message: 'write the day as YYYY-MM-DD' },
);
const Name = z.string().trim().min(1).max(200);
/** A moment in any spelling of ISO 8601; as entries have it. */
const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** Which entries of the ledger are meant; what is absent lets everything through. */
const EntryFilter = z.object({
  run: z.string().optional(),
  mac: Mac.optional(),
  kind: z.array(z.string()).max(100).optional(),
  /** Who did it. */
  by: z.string().max(200).optional(),
  /** From this moment on … */
  since: Moment.optional(),
  /** … and before that one. */
  until: Moment.optional(),
  /** Each of its words is found anywhere in an entry, or in what its plug and the place of it are called. */
  text: z.string().max(200).optional(),
});

const CardNumbers = z.array(z.number().int().min(1)).max(1000).default([]);

/**
 * Everything Plugfleet can be asked, as one table: the command line, the window and HTTP are doors to it.
 */
export const contract = {
  about: command.output(About),
  plugs: {
    scan: command
      .input(
        z.object({
          networks: z.array(z.string()).optional(),
          /** Broadcast addresses; an empty text means every interface's own. */
          broadcast: z.array(z.string()).optional(),
          own: z.enum(['none', 'stored', 'all']).default('none'),
        }),
      )
      .output(eventIterator(LookProgress, ScanResult)),
    /** The networks a scan of nothing in particular would ask, and whether typed ones can be asked. */
    scanTargets: command
      .input(z.object({ typed: z.array(z.string().max(200)).max(100).default([]) }))
      .output(ScanTargets),
    list: command.input(Selection).output(z.object({ plugs: z.array(Plug) })),
    watch: command.output(eventIterator(PlugNews, z.void())),
    /** Asks a plug who it is and lets its light blink, where it has one that can be read. No relay is touched. */
    identify: command.input(z.object({ mac: Mac })).output(Identified),
    show: command.input(z.object({ mac: Mac })).output(
      z.object({
        plug: Plug,
        sightings: z.array(Sighting),
        ledger: z.array(Entry),
        /** Runs in which two people say different things of its card, with what each said last. */
        conflicts: z.array(
          z.object({
            run: z.string(),
            ticks: z.array(z.object({ result: z.string(), by: z.string(), at: z.string() })),
          }),
        ),
      }),
    ),
    own: command.input(z.object({ selection: Selection, by: Name })).output(Changed),
    disown: command.input(z.object({ selection: Selection, by: Name })).output(Changed),
    /** With `outlet` (its name, or its number on the strip) the selection is one strip. */
    protect: command
      .input(z.object({ selection: Selection, outlet: Name.optional(), reason: Name, by: Name }))
      .output(Changed),
    /** Without `outlet`, every protection is lifted, those of outlets as well. */
    unprotect: command.input(z.object({ selection: Selection, outlet: Name.optional(), by: Name })).output(Changed),
    set: command
      .input(
        z.object({
          selection: Selection,
          site: Name.nullable().optional(),
          room: Name.nullable().optional(),
          label: Name.nullable().optional(),
          addTags: z.array(Name).optional(),
          feedsNetwork: z.boolean().optional(),
        }),
      )
      .output(Changed),
    /** Sets the facts of each plug to exactly these, all or none: how a change is undone. */
    putFacts: command.input(z.object({ plugs: z.array(PlugFacts).max(100_000) })).output(Changed),
    /** Merges a file of plugs, row by row, in one transaction. A dry run tells the same and keeps nothing of it. */
    import: command
      .input(z.object({ file: FileBytes, dryRun: z.boolean().default(false), by: Name }))
      .output(ImportResult),
    export: command.input(z.object({ format: z.enum(['csv', 'xlsx', 'json']) })).output(z.object({ file: FileBytes })),
    /** Prints a label with a QR code for each plug of a selection (none: all of them) on sheets of labels. */
    labels: command
      .input(
        z.object({
          selection: Selection,
          file: z.string(),
          /** `avery-l7160` and its like, or measures: `3x8@70x36mm,margin=0x4.5,gap=0x0,paper=a4`. */
          sheet: z.string().max(200).default('avery-l7160'),
          /** The first label of the first sheet that is still there. */
          start: z.number().int().min(1).default(1),
        }),
      )
      .output(
        eventIterator(Drawn, z.object({ file: z.string(), labels: z.number(), pages: z.number(), sheet: z.string() })),
      ),
    /** Sheets of labels that are known by name. */
    labelSheets: command.output(z.object({ sheets: z.array(LabelSheet) })),
    /** The same labels as bytes, for a page that cannot write files. */
    printLabels: command
      .input(
        z.object({
          selection: Selection,
          sheet: z.string().max(200),
          start: z.number().int().min(1).default(1),
        }),
      )
      .output(
        eventIterator(Drawn, z.object({ file: FileContent, labels: z.number(), pages: z.number(), sheet: LabelSheet })),
      ),
  },
  places: {
    sites: command.output(z.object({ sites: z.array(Site) })),
    setSite: command
      .input(
        z.object({
          name: Name,
          /** Replaces the list. A network without a number of its own keeps the one it had. */
          networks: z
            .array(
              z.union([z.string(), z.object({ network: z.string(), expected: z.number().int().min(0).nullable() })]),
            )
            .optional(),
          expected: z.number().int().min(0).optional(),
        }),
      )
      .output(z.object({ site: Site })),
    setRoom: command
      .input(
        z.object({
          site: Name,
          room: Name,
          order: z.number().int().optional(),
          occupied: z.object({ until: Day, reason: Name }).nullable().optional(),
        }),
      )
      .output(z.object({ room: Room })),
  },
  logins: {
    add: command
      .input(z.object({ name: Name, email: z.string().trim().min(1).max(320), password: z.string().min(1).max(1000) }))
      .output(z.object({ logins: z.array(Login) })),
    list: command.output(z.object({ logins: z.array(Login) })),
    remove: command.input(z.object({ name: Name })).output(z.object({ logins: z.array(Login) })),
    /** Tries a login on one plug; without one, on the first whose owner it could be. */
    test: command
      .input(z.object({ name: Name, mac: Mac.optional() }))
      .output(z.object({ ok: z.boolean(), mac: z.string().nullable(), code: Plug.shape.why })),
  },
  plans: {
    make: command
      .input(z.object({ selection: Selection, allow: Allowed.default([]) }))
      .output(eventIterator(LookProgress, z.object({ plan: ShownPlan }))),
    show: command.input(z.object({ plan: z.string() })).output(z.object({ plan: ShownPlan })),
  },
  runs: {
    start: command
      .input(
        z.object({
          plan: z.string(),
          confirm: z.number().int(),
          options: RunOptions.omit({ press: true }).partial().default({}),
          canAsk: z.boolean().default(false),
          by: Name,
        }),
      )
      .output(Started),
    continue: command
      .input(z.object({ run: z.string(), confirm: z.number().int(), canAsk: z.boolean().default(false), by: Name }))
      .output(Started),
    check: command
      .input(z.object({ run: z.string(), quietS: RunOptions.shape.quietS.removeDefault().optional(), by: Name }))
      .output(Started),
    watch: command.input(RunId).output(eventIterator(RunNews, z.object({ run: Run }))),
    stop: command.input(RunId.extend({ how: z.enum(['after-current', 'now']) })).output(z.object({ ok: z.boolean() })),
    verdict: command.input(RunId.extend({ group: z.string(), go: z.boolean() })).output(z.object({ ok: z.boolean() })),
    list: command.output(z.object({ runs: z.array(RunSummary) })),
    status: command.input(RunId).output(z.object({ run: Run })),
  },
  ledger: {
    /** Newest first: those before `before`, or those after `after`. */
    list: command
      .input(
        EntryFilter.extend({
          before: z.number().int().optional(),
          after: z.number().int().min(0).optional(),
          limit: z.number().int().min(1).max(500).default(100),
        }),
      )
      .output(
        z.object({
          entries: z.array(Entry),
          more: z.boolean(),
          /** How many fit in all, those that are not told here as well; null where only newer or older ones were asked for. */
          total: z.number().nullable(),
          /** The newest entry of the ledger, whether it fits or not. */
          newest: z.number(),
        }),
      ),
    /** What there is to filter by. */
    values: command.output(
      z.object({
        kinds: z.array(z.object({ kind: z.string(), count: z.number() })),
        people: z.array(z.string()),
        runs: z.array(z.string()),
      }),
    ),
    /** The entries that fit as a table, newest first. */
    export: command
      .input(EntryFilter.extend({ format: z.enum(['csv', 'xlsx', 'json']) }))
      .output(z.object({ file: FileBytes })),
    verify: command.output(
      z.object({
        ok: z.boolean(),
        entries: z.number(),
        head: z.string(),
        reason: z.string().optional(),
        /** The first entry that does not follow from the one before. */
        broken: z.object({ entry: z.number(), what: z.enum(['missing', 'changed']) }).optional(),
      }),
    ),
  },
  database: {
    /** A copy of the whole database as it is now, whole and checked. The passwords are not in it. */
    backup: command.output(FileContent),
  },
  cards: {
    /**
     * Prints cards of a run; with a selection, of a hands-only run made for it. More than 500 cards go into several
     * files, `F-1.pdf`, `F-2.pdf` …; `file` is the first.
     */
    checklist: command
      .input(
        z.object({
          run: z.string().optional(),
          selection: Selection.optional(),
          file: z.string(),
          ...CardPaper.shape,
          /** For a run, what it was made for; there is no other choice then. */
          press: Press.optional(),
          by: Name,
        }),
      )
      .output(
        eventIterator(
          Drawn,
          z.object({
            file: z.string(),
            files: z.array(z.string()),
            cards: z.number(),
            pages: z.number(),
            run: z.string(),
            notes: z.array(z.string()),
          }),
        ),
      ),
    /**
     * The same as bytes, for a page that cannot write files. A preview keeps nothing: no run is made for a selection, no
     * page gets a code, and of several files only the first is drawn.
     */
    print: command
      .input(
        z.object({
          run: z.string().optional(),
          /** Of a run: only the cards of these. */
          macs: z.array(Mac).max(100_000).optional(),
          selection: Selection.optional(),
          press: Press.optional(),
          ...CardPaper.shape,
          preview: z.boolean(),
          by: Name,
        }),
      )
      .output(
        eventIterator(
          Drawn,
          z.object({
            files: z.array(FileContent),
            cards: z.number(),
            /** Sheets of paper in these files. */
            pages: z.number(),
            /** How many files a print of all cards is. */
            parts: z.number(),
            /** Null in the preview of a run that is not made yet. */
            run: z.string().nullable(),
            notes: z.array(z.string()),
          }),
        ),
      ),
    show: command.input(RunId).output(RunCards),
    /** Which page a typed code means; what is wrong with one that means none. */
    page: command.input(z.object({ run: z.string(), page: z.string().max(100) })).output(CardPage),
    /** Enters results of cards of a run, all of them or none. */
    enter: command
      .input(
        z.object({
          run: z.string(),
          results: z
            .array(z.object({ mac: Mac, result: z.enum(['done', 'not-found', 'dead', 'withdraw']) }))
            .min(1)
            .max(100_000),
          by: Name,
          entered: Name,
        }),
      )
      .output(
        z.object({
          items: z.array(RunItem),
          /** MACs of which the same person said the same before; nothing new is written for them. */
          already: z.array(z.string()),
          notes: z.array(z.object({ mac: z.string(), note: z.string() })),
        }),
      ),
    tick: command
      .input(
        z.object({
          run: z.string(),
          mac: Mac,
          result: z.enum(['done', 'not-found', 'dead', 'withdraw']),
          by: Name,
          entered: Name,
        }),
      )
      .output(z.object({ item: RunItem })),
    /** Enters the results of one printed page by its code and the numbers on it: all of them or none. */
    tickPage: command
      .input(
        z.object({
          run: z.string(),
          page: z.string(),
          done: CardNumbers,
          notFound: CardNumbers,
          dead: CardNumbers,
          by: Name,
          entered: Name,
        }),
      )
      .output(
        z.object({
          page: z.string(),
          items: z.array(RunItem),
          /** MACs of which the same person said the same before; nothing new is written for them. */
          already: z.array(z.string()),
          /** What whoever enters it should know: a conflict, a tick taken back before. */
          notes: z.array(z.object({ number: z.number(), note: z.string() })),
        }),
      ),
    /**
     * Enters the results of a list, row by row: columns mac and result (done, not-found, dead, withdrawn), perhaps by,
     * at and run. A dry run tells the same and enters nothing.
     */
    tickFile: command
      .input(z.object({ run: z.string(), file: FileBytes, dryRun: z.boolean().default(false), by: Name }))
      .output(TicksEntered.extend({ blank: z.number() })),
    /** Enters one line of a scanner: the code of a plug, or a mode for those that follow. */
    tickScanned: command
      .input(
        z.object({ run: z.string(), line: z.string().max(1000), mode: z.enum(scanModes).default('done'), by: Name }),
      )
      .output(
        z.discriminatedUnion('is', [
          z.object({ is: z.literal('mode'), mode: z.enum(scanModes) }),
          z.object({
            is: z.literal('tick'),
            what: z.enum(['entered', 'already']),
            note: z.string().nullable(),
            item: RunItem,
          }),
          z.object({ is: z.literal('rejected'), mac: z.string().nullable(), why: z.string() }),
        ]),
      ),
  },
};
