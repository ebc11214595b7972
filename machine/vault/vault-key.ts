import type { KeyObject } from 'node:crypto';
import { PlugfleetError } from '../../contract/index.ts';
import { keyFileOf, makeKeyFile, readKeyFile } from './key-file.ts';
import { keyFrom, newKeyText } from './key-text.ts';
import type { Keyring } from './keyring.ts';
import { type ShellKey, sealedFileOf, writeSealed } from './shell-key.ts';
import type { KeySource } from './vault-file.ts';

/** Where keys may come from in this process. */
export interface KeyPlaces {
  /** What PLUGFLEET_VAULT_KEY holds. */
  env: string | undefined;
  /** Undefined where the keyring is not to be touched. */
  keyring: Keyring | undefined;
  /** What the desktop app can seal and unseal. */
  shell: ShellKey | undefined;
}

/** The key a vault was made with. A key in the environment always counts: it is how a person says which to use. */
export function findKey(file: string, source: KeySource, places: KeyPlaces): KeyObject {
  if (places.env !== undefined) return keyOfEnvironment(places.env);
  if (source === 'env') throw locked(`${file} was made with PLUGFLEET_VAULT_KEY, which is not set`);
  if (source === 'keyring') {
    const text = places.keyring?.get();
    if (text === undefined) {
      throw locked(
        `the key of ${file} is in the keyring of this system, which did not give it; unlock it and try again`,
      );
    }
    return keyOf(text, 'the key in the keyring');
  }
  if (source === 'shell') {
    if (places.shell === undefined)
      throw locked(
        `the key of ${file} is sealed for the desktop app of Plugfleet, and this is not it or the system did not unseal it`,
      );
    return keyOf(places.shell.text, sealedFileOf(file));
  }
  const text = readKeyFile(file);
  if (text === undefined) throw locked(`the key of ${file} is missing: ${keyFileOf(file)}`);
  return keyOf(text, keyFileOf(file));
}

/** A key for a vault that is being made, kept in the best place there is. */
export function makeKey(file: string, places: KeyPlaces): { source: KeySource; key: KeyObject } {
  if (places.env !== undefined) return { source: 'env', key: keyOfEnvironment(places.env) };
  const text = newKeyText();
  if (places.keyring?.set(text)) return { source: 'keyring', key: keyOf(text, 'the new key') };
  if (places.shell !== undefined) {
    writeSealed(file, places.shell.sealed);
    return { source: 'shell', key: keyOf(places.shell.text, sealedFileOf(file)) };
  }
  return { source: 'file', key: keyOf(makeKeyFile(file), keyFileOf(file)) };
}

const keyOfEnvironment = (text: string): KeyObject => keyOf(text, 'PLUGFLEET_VAULT_KEY');

/** Names the place, never the text. */
function keyOf(text: string, place: string): KeyObject {
  const key = keyFrom(text);
  if (key === undefined) throw locked(`${place} must be 64 hex digits`);
  return key;
}

const locked = (why: string): PlugfleetError =>
  new PlugfleetError('vault-locked', `The stored passwords cannot be opened: ${why}`);
