import { hash, hkdfSync } from 'node:crypto';
import type { ExtraCrypt } from './extra-crypt.ts';
import { md5Crypt, sha256Crypt } from './unix-crypt.ts';

/** What the credential string is made of. Holds a password: never to be logged or kept. */
export type CredentialSource =
  /** The passcode that a plug which nobody set up derives from its MAC (`AA:BB:…`). */
  | { passcode: 'default_userpw'; mac: string }
  | { passcode: 'userpw'; email: string; password: string; mac: string; extra: ExtraCrypt };

/**
 * What goes into PBKDF2; protocols/tpap.md, "Credential string". Some forms take thousands of hashes: not for the
 * event loop.
 */
export function credentialOf(source: CredentialSource): string {
  if (source.passcode === 'default_userpw') return defaultPasscode(source.mac);
  const { email, password, mac, extra } = source;
  switch (extra.kind) {
    case 'none':
      return email === '' ? password : `${email}/${password}`;
    case 'shadow-sha1':
      return hash('sha1', password);
    case 'shadow-md5-crypt':
      return md5Crypt(password, extra.salt);
    case 'shadow-user-and-mac':
      return email === '' ? password : hash('sha1', `${hash('md5', email)}_${mac.toUpperCase()}`);
    case 'shadow-sha256-crypt':
      return sha256Crypt(password, extra.salt, extra.rounds);
    case 'authkey':
      return authKey(password, extra.temporaryKey, extra.dictionary);
    case 'sha-with-salt':
      return hash('sha256', Buffer.concat([Buffer.from(extra.role), extra.salt, Buffer.from(password, 'utf8')]));
  }
}

/** Built into the firmware, so no secret: known from two independent clients. */
const passcodeKey = 'GqY5o136oa4i6VprTlMW2DpVXxmfW8';

function defaultPasscode(mac: string): string {
  const bytes = Buffer.from(mac.replaceAll(':', ''), 'hex');
  const key = Buffer.concat([Buffer.from(passcodeKey), bytes.subarray(3), bytes.subarray(0, 3)]);
  const [salt, info] = ['tp-kdf-salt-default-passcode', 'tp-kdf-info-default-passcode'];
  return Buffer.from(hkdfSync('sha256', key, salt, info, 32))
    .toString('hex')
    .toUpperCase();
}

/** Stands for a character that the shorter of the two does not have. */
const noCharacter = 0xbb;

function authKey(password: string, temporaryKey: string, dictionary: string): string {
  const codes = (text: string): number[] => [...text].map((char) => char.codePointAt(0) ?? noCharacter);
  const [word, key, letters] = [codes(password), codes(temporaryKey), [...dictionary]];
  return Array.from({ length: Math.max(word.length, key.length) }, (_, i) => {
    return letters[((word[i] ?? noCharacter) ^ (key[i] ?? noCharacter)) % letters.length];
  }).join('');
}
