import { z } from 'zod';
import { PlugfleetError } from '../../../contract/index.ts';
import { readAs } from '../../plug-json.ts';
import { base64Bytes } from './base64-bytes.ts';
import { mostRounds } from './unix-crypt.ts';

/** How a plug wants the password worded, as `extra_crypt` of its register answer says; protocols/tpap.md, "Credential string". */
export type ExtraCrypt =
  /** It says nothing: two libraries disagree on what that means, and it was never seen on a plug. */
  | { kind: 'none' }
  | { kind: 'shadow-sha1' }
  | { kind: 'shadow-md5-crypt'; salt: string }
  | { kind: 'shadow-user-and-mac' }
  | { kind: 'shadow-sha256-crypt'; salt: string; rounds: number | undefined }
  | { kind: 'authkey'; temporaryKey: string; dictionary: string }
  | { kind: 'sha-with-salt'; role: 'admin' | 'user'; salt: Uint8Array };

const Told = z.object({
  type: z.string().max(64),
  params: z.record(z.string(), z.unknown()).default({}),
});
const Shadow = z.object({
  passwd_id: z.number().int(),
  passwd_prefix: z.string().max(64).optional(),
  passwd_salt: z.string().max(64).optional(),
  passwd_rounds: z.number().int().min(0).optional(),
});
const AuthKey = z.object({
  authkey_tmpkey: z.string().max(256),
  authkey_dictionary: z.string().min(1).max(1024),
});
const ShaWithSalt = z.object({ sha_name: z.number().int(), sha_salt: base64Bytes(0, 256) });

/**
 * Reads `extra_crypt`. What is not known for sure is not guessed: every miss counts towards the plug's lock.
 * @throws PlugfleetError `unsupported` with the form's `type` and `id`; `garbled`
 */
export function readExtraCrypt(value: unknown): ExtraCrypt {
  if (value === undefined || value === null) return { kind: 'none' };
  const { type, params } = readAs(Told, value, 'extra_crypt');
  switch (type) {
    case 'password_shadow':
      return readShadow(readAs(Shadow, params, 'extra_crypt'));
    case 'password_authkey': {
      const { authkey_tmpkey, authkey_dictionary } = readAs(AuthKey, params, 'extra_crypt');
      return { kind: 'authkey', temporaryKey: authkey_tmpkey, dictionary: authkey_dictionary };
    }
    case 'password_sha_with_salt': {
      const { sha_name, sha_salt } = readAs(ShaWithSalt, params, 'extra_crypt');
      return { kind: 'sha-with-salt', role: sha_name === 0 ? 'admin' : 'user', salt: sha_salt };
    }
    default:
      throw unknownForm(printable(type), null);
  }
}

function readShadow({ passwd_id: id, passwd_prefix, passwd_salt, passwd_rounds }: z.infer<typeof Shadow>): ExtraCrypt {
  const prefix = /^\$(?<scheme>[15])\$(?:rounds=(?<rounds>\d{1,9})\$)?(?<salt>[^$]*)/.exec(passwd_prefix ?? '')?.groups;
  switch (id) {
    // 4 by the word of one owner's plug: a library takes the password itself, which that plug turned down
    case 2:
    case 4:
      return { kind: 'shadow-sha1' };
    case 3:
      return { kind: 'shadow-user-and-mac' };
    case 1:
      if (prefix?.['salt'] === undefined) throw unknownForm('password_shadow', id);
      return { kind: 'shadow-md5-crypt', salt: prefix['salt'].slice(0, 8) };
    case 5: {
      const salt = passwd_salt ?? prefix?.['salt'];
      const inPrefix = prefix?.['rounds'];
      const rounds = passwd_rounds ?? (inPrefix === undefined ? undefined : Number(inPrefix));
      if (salt === undefined || (rounds ?? 0) > mostRounds) throw unknownForm('password_shadow', id, rounds);
      return { kind: 'shadow-sha256-crypt', salt: salt.slice(0, 16), rounds };
    }
    default:
      throw unknownForm('password_shadow', id);
  }
}

/** A type is a word; whatever else a plug puts there is not passed on. */
const printable = (type: string): string => (/^[\w.-]+$/.test(type) ? type : 'unreadable');

/** The password is wanted in a form that is not known for sure. */
export const unknownForm = (type: string, id: number | null, rounds?: number): PlugfleetError =>
  new PlugfleetError('unsupported', `it wants the password in a form that is not known (${type}, ${id ?? 'no id'})`, {
    facts: { type, id, ...(rounds === undefined ? {} : { rounds }) },
  });
