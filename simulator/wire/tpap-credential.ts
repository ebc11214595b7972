import { hkdfSync } from 'node:crypto';
import type { Account } from '../spec/plug-spec.ts';
import { md5, sha1, sha256 } from './hashes.ts';
import { md5Crypt, SHA_CRYPT_ROUNDS, sha256Crypt } from './unix-crypt.ts';

/** `extra_crypt` as it goes over the wire: what the client has to make of the password. */
export type ExtraCrypt =
  | {
      readonly type: 'password_shadow';
      readonly params: {
        readonly passwd_id: number;
        readonly passwd_prefix?: string;
        readonly passwd_salt?: string;
        readonly passwd_rounds?: number;
      };
    }
  | {
      readonly type: 'password_authkey';
      readonly params: { readonly authkey_tmpkey: string; readonly authkey_dictionary: string };
    }
  | {
      readonly type: 'password_sha_with_salt';
      readonly params: { readonly sha_name: number; readonly sha_salt: string };
    }
  | { readonly type: 'password_unheard_of'; readonly params: Record<string, never> };

const PASSCODE_LABEL = 'GqY5o136oa4i6VprTlMW2DpVXxmfW8';
/** Stands for a character one of two texts does not have. */
const MISSING = 0xbb;

/**
 * What PBKDF2 is fed with on a bound plug (protocols/tpap.md, Credential string); undefined when nobody can know it.
 * @param mac `AA:BB:CC:DD:EE:FF`.
 */
export function userCredential(
  extra: ExtraCrypt | undefined,
  { email, password }: Account,
  mac: string,
): string | undefined {
  switch (extra?.type) {
    case undefined:
      return email === '' ? password : `${email}/${password}`;
    case 'password_shadow':
      return shadow(extra.params, email, password, mac);
    case 'password_authkey':
      return authKey(password, extra.params.authkey_tmpkey, extra.params.authkey_dictionary);
    case 'password_sha_with_salt': {
      const { sha_name, sha_salt } = extra.params;
      const salt = Buffer.from(sha_salt, 'base64').toString();
      return sha256(sha_name === 0 ? 'admin' : 'user', salt, password).toString('hex');
    }
    case 'password_unheard_of':
      return undefined;
  }
}

type Shadow = Extract<ExtraCrypt, { type: 'password_shadow' }>['params'];

function shadow(params: Shadow, email: string, password: string, mac: string): string | undefined {
  const { passwd_id, passwd_prefix = '', passwd_salt, passwd_rounds = SHA_CRYPT_ROUNDS } = params;
  switch (passwd_id) {
    case 1:
      return md5Crypt(password, passwd_prefix.slice(3, 11));
    case 2:
    case 4:
      return sha1(password).toString('hex');
    case 3:
      return email === '' ? password : sha1(`${md5(email).toString('hex')}_${mac}`).toString('hex');
    case 5:
      return sha256Crypt(password, passwd_salt ?? passwd_prefix.split('$')[2] ?? '', passwd_rounds);
    default:
      return undefined;
  }
}

function authKey(password: string, tmpKey: string, dictionary: string): string {
  const [pw, key, dict] = [[...password], [...tmpKey], [...dictionary]];
  const code = (chars: readonly string[], index: number) => chars[index]?.codePointAt(0) ?? MISSING;
  return Array.from(
    { length: Math.max(pw.length, key.length) },
    (_, index) => dict[(code(pw, index) ^ code(key, index)) % dict.length],
  ).join('');
}

/** What an unbound plug takes instead of a password. @param mac `AA:BB:CC:DD:EE:FF`. */
export function defaultPasscode(mac: string): string {
  const bytes = Buffer.from(mac.replaceAll(':', ''), 'hex');
  const secret = Buffer.concat([Buffer.from(PASSCODE_LABEL), bytes.subarray(3), bytes.subarray(0, 3)]);
  const derived = hkdfSync('sha256', secret, 'tp-kdf-salt-default-passcode', 'tp-kdf-info-default-passcode', 32);
  return Buffer.from(derived).toString('hex').toUpperCase();
}
