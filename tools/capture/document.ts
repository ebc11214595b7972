import { readFileSync } from 'node:fs';
import type { Capture } from './format.ts';
import type { Redacted } from './redact.ts';

const readMe = [
  'What one TP-Link plug answered, made to be sent to the people who write Plugfleet. Please read it before you send it.',
  'Removed and replaced by stand-ins: MAC, device ids, hashes and keys, names of the plug, its outlets and its rules, the',
  'e-mail of its account, the names of Wi-Fi networks, where it is, its address, set-up codes, times, energy totals, and every',
  'text, number and field name that is not on the list of harmless ones. The same thing has the same stand-in throughout.',
  'Kept: model, type, versions, protocol, error codes, components, the load just now, signal strength, and the names of fields.',
  'The plug was only asked; nothing in it was changed. Bytes as they came over the network are not in here.',
];

/** The file's content. It tells the month, not the moment. */
export function documentOf({ unlisted: _, ...body }: Redacted, now: Date): Capture {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return {
    readMe,
    format: 'plugfleet-capture',
    version: 1,
    made: { in: now.toISOString().slice(0, 7), by: `plugfleet ${version}` },
    ...body,
  };
}
