import type { JsonObject } from '../json.ts';
import type { DeviceState } from '../state/device-state.ts';
import { md5, sha1, sha256 } from '../wire/hashes.ts';
import { defaultPasscode, type ExtraCrypt, userCredential } from '../wire/tpap-credential.ts';
import { SHA_CRYPT_ROUNDS } from '../wire/unix-crypt.ts';

/** Where all but `discover` goes when TLS is asked for (protocols/tpap.md, `port`). */
export const TPAP_TLS_PORT = 4433;

/** What the plug wants to be proven: its own passcode, or its owner's password. */
export type Passcode = 'default_userpw' | 'userpw';

const DEFAULT_PAKE = [0];
const USER_PAKE: ReadonlySet<number> = new Set([1, 2, 5]);

/** The `tpap` object of TDP and `discover`. */
export function tpapObject(state: DeviceState, httpPort: number): JsonObject {
  const { tls, userHashType } = state.tpap;
  return {
    tls,
    dac: 0,
    noc: 0,
    pake: pakeOf(state),
    port: tls === 0 ? httpPort : TPAP_TLS_PORT,
    ...(userHashType === 0 ? {} : { user_hash_type: userHashType }),
  };
}

/** Nobody's plug has no password to be asked for. */
function pakeOf(state: DeviceState): number[] {
  return state.account === null ? DEFAULT_PAKE : state.tpap.pake;
}

export function takesPasscode(state: DeviceState, asked: unknown): asked is Passcode {
  const pake = pakeOf(state);
  if (asked === 'default_userpw') return pake.includes(0);
  return asked === 'userpw' && pake.some((kind) => USER_PAKE.has(kind));
}

/** The only user name a plug knows; it is never the account's. */
export function registerUserName(state: DeviceState): string {
  return state.tpap.userHashType === 0 ? md5('admin').toString('hex') : sha256('admin').toString('hex').toUpperCase();
}

/** `extra_crypt` of this plug's register answer. Salts are its own and never change. */
export function extraCryptOf(state: DeviceState, passcode: Passcode): ExtraCrypt | undefined {
  if (passcode === 'default_userpw') return undefined;
  const { extraCrypt, passwdId } = state.tpap;
  const own = sha1(state.mac).toString('hex');
  switch (extraCrypt) {
    case 'none':
      return undefined;
    case 'unknown':
      return { type: 'password_unheard_of', params: {} };
    case 'password_authkey':
      return {
        type: 'password_authkey',
        params: { authkey_tmpkey: own.slice(0, 20), authkey_dictionary: own + own.toUpperCase() },
      };
    case 'password_sha_with_salt':
      return {
        type: 'password_sha_with_salt',
        params: { sha_name: 0, sha_salt: Buffer.from(own.slice(0, 8)).toString('base64') },
      };
    case 'password_shadow':
      return { type: 'password_shadow', params: { passwd_id: passwdId, ...shadowSalt(passwdId, own) } };
  }
}

function shadowSalt(passwdId: number, own: string): object {
  if (passwdId === 1) return { passwd_prefix: `$1$${own.slice(0, 8)}$` };
  if (passwdId !== 5) return {};
  const salt = own.slice(0, 16);
  return { passwd_prefix: `$5$${salt}$`, passwd_salt: salt, passwd_rounds: SHA_CRYPT_ROUNDS };
}

/** Undefined: no client can know it, and neither does the plug. */
export function credentialOf(state: DeviceState, passcode: Passcode): string | undefined {
  if (passcode === 'default_userpw') return defaultPasscode(state.mac);
  const { account } = state;
  return account === null ? undefined : userCredential(extraCryptOf(state, passcode), account, state.mac);
}
