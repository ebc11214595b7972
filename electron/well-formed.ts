import type { AttachWish, SavedFile } from '../contract/index.ts';

/*
 * What the page says, looked at by hand: schemas would be most of what main reads before its window opens.
 */

const mostBytes = 256 * 1024 * 1024;
const mostLetters = 200;
const bareName = /^[^/\\:*?"<>|\p{Cc}]+$/u;
const mostOfAddress = 2000;
const fingerprint = /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/;
const language = /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/;

/** A file with a bare name, and nothing else; undefined for anything that is not one. */
export function savedFileIn(given: unknown): SavedFile | undefined {
  if (typeof given !== 'object' || given === null || Object.keys(given).length !== 2) return undefined;
  const { name, bytes } = given as Partial<Record<keyof SavedFile, unknown>>;
  const isNamed = typeof name === 'string' && name.length <= mostLetters && bareName.test(name);
  return isNamed && bytes instanceof Uint8Array && bytes.byteLength <= mostBytes ? { name, bytes } : undefined;
}

/** A language as in `navigator.language`. */
export const languageIn = (given: unknown): string | undefined =>
  typeof given === 'string' && language.test(given) ? given : undefined;

/** The address of another computer, as `plugfleet serve` prints it. */
export const addressIn = (given: unknown): string | undefined =>
  typeof given === 'string' && given.length <= mostOfAddress ? given : undefined;

/** Which other computer is wished for, and nothing else; undefined for anything that is not that. */
export function attachWishIn(given: unknown): AttachWish | undefined {
  if (typeof given !== 'object' || given === null || Object.keys(given).length !== 2) return undefined;
  const { address, trust } = given as Partial<Record<keyof AttachWish, unknown>>;
  const isTrusted = trust === null || (typeof trust === 'string' && fingerprint.test(trust));
  const known = addressIn(address);
  return known !== undefined && isTrusted ? { address: known, trust } : undefined;
}
