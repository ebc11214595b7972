import { z } from 'zod';

const canonical = /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/;
const hexPairs = /^(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i;

/** Canonical form `AA:BB:CC:DD:EE:FF` of a MAC address written with colons, dashes or nothing between; else undefined. */
export function canonicalMac(text: string): string | undefined {
  const bare = text.trim();
  if (!hexPairs.test(bare)) return undefined;
  if (canonical.test(bare)) return bare;
  const digits = bare.replace(/[:-]/g, '').toUpperCase();
  return (digits.match(/../g) ?? []).join(':');
}

/** A MAC address; any common spelling is taken, the canonical form comes out. */
export const Mac = z.string().transform((text, context) => {
  const mac = canonicalMac(text);
  if (mac !== undefined) return mac;
  context.addIssue({ code: 'custom', message: `'${text}' is not a MAC address (AA:BB:CC:DD:EE:FF)` });
  return z.NEVER;
});

/** Letters of ids that people type: no I, L, O, U, so that none is misread on paper (Crockford's base 32). */
export const idLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A short id people can type: `P-7K3QD`. Random, so that a command out of an old shell history hits nothing.
 * @param random numbers in [0, 1)
 */
export function shortId(prefix: 'P' | 'R', random: () => number): string {
  let id = '';
  for (let i = 0; i < 5; i++) id += idLetters.charAt(Math.floor(random() * idLetters.length));
  return `${prefix}-${id}`;
}

/** What a person typed for a plan or run id, in its canonical form: upper case, misread letters put right. */
export function canonicalId(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .replace(/^([PR])-?/, '$1-');
}
