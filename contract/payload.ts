import { canonicalId, canonicalMac } from './ids.ts';

/** What a scanner that reads cards and labels can be told to enter. */
export const scanModes = ['done', 'not-found', 'dead', 'undo'] as const;
export type ScanMode = (typeof scanModes)[number];

/** What stands in a QR code of ours, or was typed instead of it. */
export type Scanned =
  /** A plug; `run` where the code is that of a card, which belongs to one. */
  { is: 'plug'; mac: string; run: string | null } | { is: 'mode'; mode: ScanMode };

/** The QR code on the label of a plug: `plugfleet:plug:50C7BF000002`. */
export const labelPayload = (mac: string): string => `plugfleet:plug:${mac.replaceAll(':', '')}`;

/** The QR code on a card, which belongs to one run: `plugfleet:R-7K3QD:50C7BF000002`. */
export const cardPayload = (run: string, mac: string): string => `plugfleet:${run}:${mac.replaceAll(':', '')}`;

/**
 * Reads a line that a scanner or a person typed: the payload of a label or card, a
 * bare MAC, a mode (`plugfleet:tick:dead`, or just the word). Undefined for anything else.
 */
export function readScanned(line: string): Scanned | undefined {
  const text = line.trim();
  const [, kind = '', value = ''] = /^plugfleet:([^:\s]+):(\S+)$/i.exec(text) ?? [];
  const word = (kind.toLowerCase() === 'tick' ? value : text).toLowerCase();
  const mode = scanModes.find((one) => one === word);
  if (mode !== undefined) return { is: 'mode', mode };
  if (kind.toLowerCase() === 'tick') return undefined;
  const mac = canonicalMac(kind === '' ? text : value);
  if (mac === undefined) return undefined;
  if (kind === '' || kind.toLowerCase() === 'plug') return { is: 'plug', mac, run: null };
  return /^R-?[0-9A-Z]+$/i.test(kind) ? { is: 'plug', mac, run: canonicalId(kind) } : undefined;
}
