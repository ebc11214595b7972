import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type LoginTries, PlugfleetError } from '../../../contract/index.ts';
import type { Deadline } from '../../deadline.ts';
import { garbled } from '../../garbled.ts';
import type { HttpWire } from '../http-wire.ts';
import type { Opening } from '../transport.ts';
import type { Account } from './account.ts';
import { TpapCipher } from './cipher.ts';
import type { CredentialSource } from './credential.ts';
import { readExtraCrypt, unknownForm } from './extra-crypt.ts';
import type { Greeting } from './greet.ts';
import {
  askStep,
  codes,
  countFacts,
  type ErrorInfo,
  isTurnedDown,
  Registered,
  registerParams,
  Shared,
  shareParams,
} from './messages.ts';
import type { Proof } from './prove.ts';
import { provers } from './provers.ts';
import { type CipherName, sessionKeys } from './sealing.ts';

/** A plug with no more tries left than these counts as locked. */
const fewTries = 2;

/** Everything a log-in needs. */
export interface Door {
  wire: HttpWire;
  greeting: Greeting;
  account: Account;
  tries: LoginTries;
  check: Opening['check'];
}

export interface TpapSession {
  cipher: TpapCipher;
  /** Where frames go. */
  path: string;
}

/**
 * Registers, proves that we know the password, and checks that the plug does: exactly one try as the plug counts.
 * Whether it may be made was asked before (account.ts).
 * @throws PlugfleetError `needs-login`, `locked`, `unsupported`, `timeout`, `garbled`; WireError; a stop's reason
 */
export async function logIn(door: Door, deadline: Deadline): Promise<TpapSession> {
  const first = await register(door, deadline);
  // A plug that writes w0 in the short form would count this as a miss. Registering costs nothing, and the new salt
  // makes another w0; where it does not, the long form of RFC 9383 has to do
  const { proof, encryption } = first.proof.ambiguous ? await register(door, deadline) : first;
  const { dev_confirm, id, start_seq } = await share(door, proof, deadline);
  // whoever cannot show this does not know the password: not the plug, whatever it says
  if (!timingSafeEqual(dev_confirm, proof.devConfirm)) throw garbled('it does not prove that it knows the password');
  door.tries.accepted(door.account.login);
  const keys = sessionKeys(encryption, 'sha256', proof.shared);
  return { cipher: new TpapCipher(keys, start_seq), path: `/stok=${encodeURIComponent(id)}/ds` };
}

type GoodProof = Extract<Proof, { ok: true }>;

async function register(
  { wire, greeting, account, tries }: Door,
  deadline: Deadline,
): Promise<{ proof: GoodProof; encryption: CipherName }> {
  const userRandom = randomBytes(32);
  const params = registerParams(greeting.userName, account.passcode, userRandom);
  const answer = await askStep(wire.postRepeatable.bind(wire), params, Registered, deadline);
  if (!answer.ok) throw refusedToRegister(answer.code, account, tries, answer.info);
  const { dev_random, dev_salt, dev_share, iterations, encryption, extra_crypt } = answer.result;
  const source = sourceOf(account, greeting.mac, extra_crypt);
  const input = { source, salt: dev_salt, iterations, userRandom, devRandom: dev_random, devShare: dev_share };
  const proof = await provers.prove(input, deadline.signal).catch((thrown: unknown) => {
    throw deadline.over ? deadline.failure(wire.answered, greeting.route.host) : thrown;
  });
  if (!proof.ok) throw garbled(`pake_register: ${proof.why}`);
  return { proof, encryption };
}

function sourceOf(account: Account, mac: string, extraCrypt: unknown): CredentialSource {
  if (account.passcode === 'default_userpw') {
    if (mac === '') throw garbled('it does not tell the MAC that its passcode comes from');
    return { passcode: 'default_userpw', mac };
  }
  const { email, password } = account;
  const extra = readExtraCrypt(extraCrypt);
  if (extra.kind === 'none') throw unknownForm('none', null);
  if (extra.kind === 'shadow-user-and-mac' && mac === '') throw garbled('it does not tell its MAC');
  return { passcode: 'userpw', email, password, mac, extra };
}

/** Sent once, on a connection of its own: the plug counts what it hears. */
async function share({ wire, account, tries }: Door, proof: GoodProof, deadline: Deadline) {
  wire.dropKept();
  const answer = await askStep(wire.post.bind(wire), shareParams(proof), Shared, deadline);
  if (answer.ok) return answer.result;
  const { code, info } = answer;
  if (code === codes.locked) throw locked(account, tries, info);
  if (!isTurnedDown(code)) throw garbled('pake_share was turned down', { code });
  tries.turnedDown(account.login, false);
  const isNearlyLocked = info.remainAttempts !== undefined && info.remainAttempts <= fewTries;
  if (isNearlyLocked) tries.turnedDown(account.login, true);
  const whose = account.login === null ? 'the passcode of a plug without an owner' : 'the stored login';
  throw new PlugfleetError('needs-login', `it turned ${whose} down`, { facts: { code, ...countFacts(info) } });
}

const otherWays: Readonly<Record<number, string>> = {
  [codes.noCommonSuite]: 'no cipher in common',
  [codes.passcodeTypeRefused]: 'another kind of passcode',
};

function refusedToRegister(code: number, account: Account, tries: LoginTries, info: ErrorInfo): PlugfleetError {
  if (code === codes.locked) return locked(account, tries, info);
  const known = otherWays[code];
  if (known !== undefined)
    return new PlugfleetError('unsupported', `it wants to log in in another way (${known})`, { facts: { code } });
  return garbled('pake_register was turned down', { code });
}

function locked(account: Account, tries: LoginTries, info: ErrorInfo): PlugfleetError {
  tries.turnedDown(account.login, true);
  return new PlugfleetError('locked', 'it locked itself after wrong log-ins', { facts: countFacts(info) });
}
