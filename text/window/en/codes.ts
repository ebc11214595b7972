/**
 * The words for each code, as in the contract: a test compares them. Where the contract names a command to type, these
 * name what to press.
 */
export const codes = {
  silent: {
    title: 'No answer from the plug',
    next: 'Check that it has power and Wi-Fi, then scan again, or erase it by its button.',
  },
  'needs-login': {
    title: 'It belongs to an account that is not stored here',
    next: 'Add the account it was set up with (Settings, Logins), or erase it by its button.',
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
    next: 'Look at the plug first, or press “Look again” at its run.',
  },
  'already-reset': {
    title: 'It is erased already: wiped before, or in set-up',
    next: 'Nothing to do. Once it is set up again it can be planned again.',
  },
  protected: {
    title: 'It is protected',
    next: 'Read the reason kept with it; choose it in the Fleet and press “Lift protection” only if that no longer holds.',
  },
  occupied: {
    title: 'Its room is occupied',
    next: 'Wait until the date kept with the room, or mark the room vacant.',
  },
  'not-owned': {
    title: 'It is not marked as owned',
    next: 'Choose it in the Fleet and press “Mark as owned” first, if it is yours.',
  },
  'other-owner': {
    title: 'It changed to another account since it was marked as owned',
    next: 'Find out who set it up. If it is still yours, mark it as owned again.',
  },
  loaded: {
    title: 'Something is running on it',
    next: 'Look at what is plugged in. If it may lose power, accept it in the plan.',
  },
  'feeds-network': {
    title: 'It powers network equipment',
    next: 'If that equipment may go down, accept it in the plan; it then goes last, alone.',
  },
  'stale-sighting': {
    title: 'It was last heard more than 24 hours ago',
    next: 'Find plugs again and plan again, or accept it in the plan.',
  },
  'no-snapshot': {
    title: 'Its settings could not be read, so they could not be kept',
    next: 'Plan again, or accept the loss in the plan.',
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
    next: 'Restore the network (log in again if it has a log-in page) and open the run: press “Look again”, then “Continue”.',
  },
  slept: {
    title: 'This computer slept in the middle',
    next: 'Open the run: press “Look again”, then “Continue”.',
  },
  stopped: {
    title: 'Stopped by a person',
    next: 'Open the run: press “Look again”, then “Continue”.',
  },
  'pilot-failed': {
    title: 'The first plug of this model and firmware did not reset, so this one was left alone',
    next: 'Look at that first plug; plan the others again, or erase them by button.',
  },
  'too-many-failures': {
    title: 'Too many of the last plugs did not reset',
    next: 'Look at the failed ones before you press “Continue” at the run.',
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
  'bad-input': { title: 'That input cannot be used', next: 'Put it right and try again.' },
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
    next: 'Choose plugs in the Fleet.',
  },
  'unknown-plug': { title: 'No such plug in the inventory', next: 'Look for it in the Fleet, or find plugs first.' },
  'unknown-outlet': {
    title: 'No such outlet on this plug',
    next: 'The outlets stand with their names in the details of the plug in the Fleet.',
  },
  'unknown-login': { title: 'No login of that name', next: 'The logins stand in Settings.' },
  'unknown-plan': { title: 'No plan of that id', next: 'Make one in Plan & run.' },
  'unknown-run': { title: 'No run of that id', next: 'The runs stand in Plan & run.' },
  'unknown-site': { title: 'No site of that name', next: 'Make it in Settings, Sites and rooms.' },
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
  'nothing-waiting': { title: 'No plug of this run is waiting', next: 'Open the run to see how its plugs stand.' },
  'not-a-card': {
    title: 'This plug has no card to tick in that run',
    next: 'Open the run to see which plugs need hands.',
  },
  'unknown-page': {
    title: 'No page of that code was printed for this run',
    next: 'Read the code at the foot of the page again, and the run beside it; a plug can also be ticked by its MAC.',
  },
  'database-in-use': {
    title: 'Another Plugfleet is using this database',
    next: 'Close it, or start this one with another database.',
  },
  'database-newer': {
    title: 'This database was written by a newer Plugfleet',
    next: 'Update Plugfleet. Until then it can be listed and exported.',
  },
  'database-damaged': {
    title: 'This database is damaged',
    next: 'Put a backup, or the copy made before the last update (.bak beside it), in its place with the command line (db restore).',
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
    next: 'Allow it in the firewall, or name a network in Find plugs.',
  },
  internal: { title: 'A fault in Plugfleet', next: 'Please report it with this text.' },
  'host-lost': {
    title: 'Plugfleet does not answer',
    next: 'It tries again by itself. If that does not help, start Plugfleet again.',
  },
} as const;
