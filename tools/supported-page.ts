import type { Transport } from '../contract/index.ts';
import { knownModels, type ModelFacts } from '../devices/index.ts';

/** What each way of talking asks of whoever wants to erase such a plug over the network. */
const transportWords = {
  xor: { name: 'XOR', needs: 'No login. TCP and UDP 9999.' },
  'klap-1': { name: 'KLAP v1', needs: 'E-mail and password of the account it was set up with. HTTP, UDP 20002.' },
  'klap-2': {
    name: 'KLAP v2',
    needs:
      'E-mail and password of the account it was set up with, in the spelling of the sign-up. HTTP, UDP 20002. Accounts are compared on our side, so a wrong one costs no try.',
  },
  aes: {
    name: 'AES',
    needs: 'E-mail and password of the account it was set up with. HTTP, UDP 20002. A wrong password counts as a try.',
  },
  tpap: {
    name: 'TPAP',
    needs:
      'Password of the account it was set up with. HTTP, UDP 20002. Wrong ones lock the plug. *Third-Party Compatibility* in the Tapo app turns many back to KLAP v2.',
  },
} as const satisfies Record<Transport, { name: string; needs: string }>;

/** Shorter than on a card: the row names the form beside it. */
const buttonWords = {
  'reset-button-or-power-button': 'small Reset or Settings button, else power button',
  side: 'at the side',
  'control-button': 'control button',
  'outlet-button-on-strip': 'of any one outlet, not the main switch',
  'outdoor-housing': 'on the housing',
  'switch-front': 'small RESET button at the front',
  'power-button': 'power button',
  'button-on-strip': 'on the strip, which one is not documented',
  'button-on-switch': 'reset button, its place is not documented',
  module: 'on the module',
} as const satisfies Record<ModelFacts['button']['where'], string>;

type Hold = Extract<ModelFacts['steps'][number], { do: 'hold' }>;

const untilWords = {
  'amber-green': 'amber and green in turn',
  'amber-blue': 'amber and blue in turn',
  'amber-green-or-blue': 'amber and green or blue in turn',
  'rapid-amber': 'fast amber',
  amber: 'amber',
  red: 'red',
  changed: 'the blinking changes',
} as const satisfies Record<Hold['until'], string>;

const confidenceWords = {
  tried: 'tried',
  'vendor-says': 'TP-Link says so',
  inferred: 'inferred',
} as const satisfies Record<ModelFacts['confidence'], string>;

const familyNames = { kasa: 'Kasa', tapo: 'Tapo' } as const satisfies Record<ModelFacts['family'], string>;

/** The page of supported models. The whole of it is generated from the catalogue. */
export function supportedPage(models: readonly ModelFacts[] = knownModels): string {
  const families = (['kasa', 'tapo'] as const).flatMap((family) => {
    const rows = models.filter((facts) => facts.family === family).map(modelRow);
    return [`## ${familyNames[family]} (${rows.length})`, '', head, ...rows, ''];
  });
  return `${[
    '# Supported models',
    '',
    '<!-- generated from devices/catalog/ by npm run generate -->',
    '',
    `${models.length} models of plugs, strips, in-wall outlets, wall switches and dimmers. None of it was tried on a real`,
    'plug by this project; *Sure* says how the press is known, and a card prints it. A model that is not listed is found',
    'and erased all the same, if it says that it is a plug: its card shows the general press of its family.',
    '',
    '*Speaks*: what was seen on a plug of this model; which of them a plug speaks now depends on its firmware, and it says',
    'so itself. *Erase all*: how long to hold the button, and until when; the shorter press forgets the Wi-Fi only.',
    'A factory reset is of the whole plug: all outlets of a strip are erased together, by network and by button.',
    '',
    ...families,
    '## What each way of talking needs',
    '',
    '| way | to erase over the network |',
    '| --- | --- |',
    ...Object.values(transportWords).map(({ name, needs }) => `| ${name} | ${needs} |`),
    '',
    'Every plug must be powered and in a network that this computer reaches. The README says which ways this version talks;',
    'plugs of the others are found, listed and get a card.',
    '',
    '## Not plugs',
    '',
    'Bulbs, light strips, cameras, hubs and vacuums are listed by a scan and never touched. The wall switches S210 and S220',
    'run on batteries behind a hub: they have no Wi-Fi of their own and are removed through the hub.',
  ].join('\n')}\n`;
}

const head = [
  '| model | form | outlets | meter | speaks | button | erase all | sure |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
].join('\n');

function modelRow(facts: ModelFacts): string {
  const hardware = facts.hardware === undefined ? '' : ` (hardware ${facts.hardware.join(', ')})`;
  const cells = [
    `${facts.model}${hardware}`,
    facts.form.replaceAll('-', ' '),
    facts.outlets ?? '?',
    facts.meter === null ? '?' : facts.meter ? 'yes' : 'no',
    facts.transports.length === 0 ? 'none seen' : facts.transports.map(speaks).join(', '),
    buttonWords[facts.button.where] + (facts.button.certainty === 'inferred' ? ' (inferred)' : ''),
    eraseWords(facts),
    confidenceWords[facts.confidence],
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Both dialects go over KLAP v2: older Kasa plugs keep their own words there. */
const speaks = ({ transport, dialect }: ModelFacts['transports'][number]): string =>
  transportWords[transport].name + (transport === 'klap-2' && dialect === 'iot' ? ' (Kasa words)' : '');

function eraseWords({ steps, hold, caution }: ModelFacts): string {
  const until = steps.flatMap((step) => (step.do === 'hold' ? [untilWords[step.until]] : [])).join(', ');
  const never = caution === 'never-under-mains' ? '; never while it is wired to the mains' : '';
  return `${hold.erase} s, until: ${until} (${hold.wifi} s: Wi-Fi only)${never}`;
}
