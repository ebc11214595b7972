/**
 * The closed list of codes. A code is what travels between processes, into the ledger and into the text people
 * send us; the words stand here once. `title` says the state, `next` what a person can do now.
 */
export interface Advice {
  title: string;
  next: string;
}

/** Why a plug gets the way `hands` or `leave` in a plan, or what needs a second yes. */
export const reasonCodes = [
  'silent',
  'needs-login',
  'locked',
  'unsupported',
  'unproven',
  'already-reset',
  'protected',
  'occupied',
  'not-owned',
  'other-owner',
  'loaded',
  'feeds-network',
  'stale-sighting',
  'no-snapshot',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** How an item of a run ended, or why a run paused, where it is not one of the reasons. */
export const outcomeCodes = [
  'still-here',
  'not-the-same-device',
  'refused',
  'network-lost',
  'slept',
  'stopped',
  'pilot-failed',
  'too-many-failures',
  'timeout',
  'garbled',
  'login-page',
] as const;
export type OutcomeCode = (typeof outcomeCodes)[number];

/** What a command answers when it cannot do what was asked. */
export const errorCodes = [
  'bad-input',
  'bad-network',
  'network-too-large',
  'empty-selection',
  'unknown-plug',
  'unknown-outlet',
  'unknown-login',
  'unknown-plan',
  'unknown-run',
  'unknown-site',
  'login-exists',
  'file-unreadable',
  'file-unwritable',
  'wrong-confirm',
  'plan-stale',
  'plan-used',
  'run-active',
  'nothing-waiting',
  'not-a-card',
  'unknown-page',
  'database-in-use',
  'database-newer',
  'database-damaged',
  'database-read-only',
  'database-unopenable',
  'database-lost',
  'disk-full',
  'vault-locked',
  'runtime-too-old',
  'port-taken',
  'no-interface',
  'no-permission',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Every code there is. */
export type Code = ReasonCode | OutcomeCode | ErrorCode;
/** A code that an item of a run, a plug's standing or a pause can carry. */
export type ItemCode = ReasonCode | OutcomeCode;

/** The words for each code; a code without words does not compile. */
export const advice = {
  silent: {
    title: 'No answer from the plug',
    next: 'Check that it has power and Wi-Fi, then scan again, or erase it by its button.',
  },
  'needs-login': {
    title: 'It belongs to an account that is not stored here',
    next: 'Add the account it was set up with (plugfleet login add), or erase it by its button.',
  },
  locked: {
    title: 'It is on the network, but its local control is shut or locked',
    next: 'Switch on Third-Party Compatibility in the app, or power it off and on and wait ten minutes; else use its button.',
  },
  unsupported: {
    title: 'It speaks a protocol this version does not',
    next: 'Erase it by its button.',
  },
  unproven: {
    title: 'A reset was sent, but nothing proves it',
    next: 'Look at the plug first, or let Plugfleet look again (plugfleet check RUN).',
  },
  'already-reset': {
    title: 'It is erased already: wiped before, or in set-up',
    next: 'Nothing to do. Once it is set up again it can be planned again.',
  },
  protected: {
    title: 'It is protected',
    next: 'Read the reason kept with it; lift the protection (plugfleet unprotect) only if that no longer holds.',
  },
  occupied: {
    title: 'Its room is occupied',
    next: 'Wait until the date kept with the room, or mark the room vacant.',
  },
  'not-owned': {
    title: 'It is not marked as owned',
    next: 'Mark it as owned first (plugfleet own MAC), if it is yours.',
  },
  'other-owner': {
    title: 'It changed to another account since it was marked as owned',
    next: 'Find out who set it up. If it is still yours, mark it as owned again.',
  },
  loaded: {
    title: 'Something is running on it',
    next: 'Look at what is plugged in. If it may lose power, plan with --allow loaded.',
  },
  'feeds-network': {
    title: 'It powers network equipment',
    next: 'Plan with --allow feeds-network; it then goes last, alone.',
  },
  'stale-sighting': {
    title: 'It was last heard more than 24 hours ago',
    next: 'Scan again, or plan with --allow stale-sighting.',
  },
  'no-snapshot': {
    title: 'Its settings could not be read, so they could not be kept',
    next: 'Plan again, or accept the loss with --allow no-snapshot.',
  },
  'still-here': {
    title: 'It was sent the reset and still answers as before',
    next: 'Erase it by its button.',
  },
  'not-the-same-device': {
    title: 'Another device answered at its address; nothing was sent',
    next: 'Scan again and make a new plan.',
  },
  refused: { title: 'It answered the reset with an error', next: 'Erase it by its button.' },
  'network-lost': {
    title: 'The network went away, so silence proves nothing',
    next: 'Restore the network (log in again if it has a log-in page), look again (plugfleet check RUN), then plugfleet continue RUN.',
  },
  slept: {
    title: 'This computer slept in the middle',
    next: 'Look again (plugfleet check RUN), then plugfleet continue RUN.',
  },
  stopped: {
    title: 'Stopped by a person',
    next: 'Look again (plugfleet check RUN), then plugfleet continue RUN.',
  },
  'pilot-failed': {
    title: 'The first plug of this model and firmware did not reset, so this one was left alone',
    next: 'Look at that first plug; plan the others again, or erase them by button.',
  },
  'too-many-failures': {
    title: 'Too many of the last plugs did not reset',
    next: 'Look at the failed ones before going on (plugfleet continue RUN).',
  },
  timeout: { title: 'It answered too slowly', next: 'Move closer to its access point or try again.' },
  garbled: {
    title: 'What it answered could not be understood',
    next: 'Power it off and on and try again, or erase it by its button.',
  },
  'login-page': {
    title: 'A web page answered in its place, such as the log-in page of a network',
    next: 'Log in to this network, or connect to the network of the plugs, then scan again.',
  },
  'bad-input': { title: 'That input cannot be used', next: 'See plugfleet --help.' },
  'bad-network': {
    title: 'That is not a network, range or address',
    next: 'Write 192.168.7.0/24, 192.168.7.10-192.168.7.90 or 192.168.7.12.',
  },
  'network-too-large': {
    title: 'That network has too many addresses to sweep',
    next: 'Name smaller networks, /16 at the most.',
  },
  'empty-selection': {
    title: 'No plug is selected',
    next: 'Name MAC addresses or use --site, --room, --model, --tag, --standing or --all.',
  },
  'unknown-plug': { title: 'No such plug in the inventory', next: 'See plugfleet list, or scan first.' },
  'unknown-outlet': {
    title: 'No such outlet on this plug',
    next: 'See plugfleet show MAC for the outlets with their numbers and names.',
  },
  'unknown-login': { title: 'No login of that name', next: 'See plugfleet login list.' },
  'unknown-plan': { title: 'No plan of that id', next: 'Make one with plugfleet plan.' },
  'unknown-run': { title: 'No run of that id', next: 'See plugfleet runs.' },
  'unknown-site': { title: 'No site of that name', next: 'Make it with plugfleet site set NAME --network CIDR.' },
  'login-exists': { title: 'A login of that name is there already', next: 'Remove it first, or take another name.' },
  'file-unreadable': { title: 'The file cannot be read', next: 'Check the path and its permissions.' },
  'file-unwritable': { title: 'The file cannot be written', next: 'Check that the folder exists and may be written.' },
  'wrong-confirm': {
    title: 'The number typed back is not the number of plugs',
    next: 'Read the plan again and confirm its number.',
  },
  'plan-stale': { title: 'The plan no longer fits what is known', next: 'Make a new plan; planning is free.' },
  'plan-used': { title: 'This plan was carried out already', next: 'Make a new plan for what is left.' },
  'run-active': { title: 'Another run is sending', next: 'Wait until it ends, or stop it.' },
  'nothing-waiting': { title: 'No plug of this run is waiting', next: 'See plugfleet status RUN.' },
  'not-a-card': {
    title: 'This plug has no card to tick in that run',
    next: 'See plugfleet status RUN for the plugs that need hands.',
  },
  'unknown-page': {
    title: 'No page of that code was printed for this run',
    next: 'Read the code at the foot of the page again, and the run beside it; a plug can also be ticked by its MAC.',
  },
  'database-in-use': {
    title: 'Another Plugfleet is using this database',
    next: 'Close it, or name another with --db.',
  },
  'database-newer': {
    title: 'This database was written by a newer Plugfleet',
    next: 'Update Plugfleet. Until then it can be listed and exported.',
  },
  'database-damaged': {
    title: 'This database is damaged',
    next: 'Put a backup, or the copy made before the last update (.bak beside it), in its place: plugfleet db restore FILE.',
  },
  'database-read-only': {
    title: 'This database cannot be written',
    next: 'Check the permissions of the file and folder.',
  },
  'database-unopenable': {
    title: 'This database cannot be opened',
    next: 'Check that its folder exists and may be read.',
  },
  'database-lost': {
    title: 'The database went away while it was in use',
    next: 'Find out what took it away, replaced it or cut its disk off, put that right and start again.',
  },
  'disk-full': { title: 'The disk is full', next: 'Free some space; nothing that was recorded is lost.' },
  'vault-locked': {
    title: 'The stored passwords cannot be opened',
    next: 'Give the key it was made with (PLUGFLEET_VAULT_KEY, keyring or key file), or remove the vault file and add the logins again.',
  },
  'runtime-too-old': { title: 'This Node is too old for Plugfleet', next: 'Install Node 24 or newer.' },
  'port-taken': { title: 'The port is taken', next: 'Close the other program or choose another port.' },
  'no-interface': { title: 'No network interface to send from', next: 'Connect to the network of the plugs.' },
  'no-permission': {
    title: 'The system did not let Plugfleet send there',
    next: 'Allow it in the firewall, or name a network with --network.',
  },
  internal: { title: 'A fault in Plugfleet', next: 'Please report it with this text.' },
} as const satisfies Record<Code, Advice>;

/** Whether a code is one of the reasons that concern the way `network` only and take a second yes (law 3). */
export const allowable = ['loaded', 'feeds-network', 'stale-sighting', 'no-snapshot'] as const;
export type AllowableCode = (typeof allowable)[number];

/** Exit codes of the command line (design, section 4). */
export const exits = { done: 0, incomplete: 1, usage: 2, cannotStart: 3, refused: 4, stopped: 130 } as const;

/** The exit code that belongs to each error. */
export const exitOf: Readonly<Record<ErrorCode, number>> = {
  'bad-input': exits.usage,
  'bad-network': exits.usage,
  'network-too-large': exits.usage,
  'empty-selection': exits.usage,
  'unknown-plug': exits.usage,
  'unknown-outlet': exits.usage,
  'unknown-login': exits.usage,
  'unknown-plan': exits.usage,
  'unknown-run': exits.usage,
  'unknown-site': exits.usage,
  'login-exists': exits.usage,
  'file-unreadable': exits.usage,
  'file-unwritable': exits.usage,
  'wrong-confirm': exits.refused,
  'plan-stale': exits.refused,
  'plan-used': exits.refused,
  'run-active': exits.refused,
  'nothing-waiting': exits.refused,
  'not-a-card': exits.usage,
  'unknown-page': exits.usage,
  'database-in-use': exits.cannotStart,
  'database-newer': exits.cannotStart,
  'database-damaged': exits.cannotStart,
  'database-read-only': exits.cannotStart,
  'database-unopenable': exits.cannotStart,
  'database-lost': exits.cannotStart,
  'disk-full': exits.cannotStart,
  'vault-locked': exits.cannotStart,
  'runtime-too-old': exits.cannotStart,
  'port-taken': exits.cannotStart,
  'no-interface': exits.cannotStart,
  'no-permission': exits.cannotStart,
  internal: exits.cannotStart,
};
