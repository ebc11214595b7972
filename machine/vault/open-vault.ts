import { type KeyObject, randomUUID } from 'node:crypto';
import { PlugfleetError } from '../../contract/index.ts';
import { osKeyring } from './keyring.ts';
import { open, seal } from './seal.ts';
import type { ShellKey } from './shell-key.ts';
import { type KeySource, readVaultFile, type VaultContent, writeVaultFile } from './vault-file.ts';
import { findKey, type KeyPlaces, makeKey } from './vault-key.ts';

/**
 * The secrets of logins, encrypted in one file. The file is read anew at each call, so that what another process
 * stored is seen; two that write at the same moment are not guarded against (one process owns a database).
 * Calls that need the key throw `vault-locked` where it is missing or wrong; then nothing was written.
 */
export interface Vault {
  names(): string[];
  get(name: string): string | undefined;
  set(name: string, secret: string): void;
  /** Whether there was one. */
  remove(name: string): boolean;
  /** Null while nothing was ever stored. */
  readonly keySource: KeySource | null;
}

export interface VaultOptions {
  /** The key as 64 hex digits; PLUGFLEET_VAULT_KEY of the environment where it is not given. */
  env?: string;
  /** False keeps it from the keyring of the operating system, as PLUGFLEET_NO_KEYRING=1 does. */
  keyring?: boolean;
  /** What is started for a call of the keyring, with its first arguments; by default this very program. */
  keyringProgram?: readonly string[];
  /** A key that the desktop app keeps, for where there is no keyring. */
  shell?: ShellKey;
}

/** Opens a vault; a file that is damaged throws `vault-locked` at once. Nothing is written before the first `set`. */
export function openVault(file: string, o: VaultOptions = {}): Vault {
  const vault = new FileVault(file, {
    env: o.env ?? process.env['PLUGFLEET_VAULT_KEY'],
    isKeyringAllowed: o.keyring !== false && process.env['PLUGFLEET_NO_KEYRING'] !== '1',
    keyringProgram: o.keyringProgram,
    shell: o.shell,
  });
  vault.names();
  return vault;
}

/** Private fields, so that neither `util.inspect` nor JSON shows what is in it. */
class FileVault implements Vault {
  readonly #file: string;
  readonly #options: PlacesOptions;
  /** The key and the vault it was tried on. */
  #opened: { id: string; key: KeyObject } | undefined;

  constructor(file: string, o: PlacesOptions) {
    this.#file = file;
    this.#options = o;
  }

  get keySource(): KeySource | null {
    return readVaultFile(this.#file)?.keySource ?? null;
  }

  names(): string[] {
    return (readVaultFile(this.#file)?.secrets ?? []).map(({ name }) => name);
  }

  get(name: string): string | undefined {
    const content = readVaultFile(this.#file);
    const found = content?.secrets.find((each) => each.name === name);
    if (content === undefined || found === undefined) return undefined;
    const secret = open(found.sealed, this.#keyOf(content), bindingOf(content, name));
    if (secret === undefined) {
      throw new PlugfleetError('vault-locked', `${this.#file} is damaged: what it keeps for '${name}' was changed`, {
        facts: { file: this.#file, name },
      });
    }
    return secret;
  }

  set(name: string, secret: string): void {
    const content = readVaultFile(this.#file) ?? this.#make();
    const sealed = seal(secret, this.#keyOf(content), bindingOf(content, name));
    const others = content.secrets.filter((each) => each.name !== name);
    writeVaultFile(this.#file, { ...content, secrets: [...others, { name, sealed }] });
  }

  remove(name: string): boolean {
    const content = readVaultFile(this.#file);
    if (content === undefined || !content.secrets.some((each) => each.name === name)) return false;
    // who cannot open it may not change it either
    this.#keyOf(content);
    writeVaultFile(this.#file, { ...content, secrets: content.secrets.filter((each) => each.name !== name) });
    return true;
  }

  #make(): VaultContent {
    const id = randomUUID();
    const { source, key } = makeKey(this.#file, this.#places(id));
    this.#opened = { id, key };
    return { format: 1, id, keySource: source, check: seal(checkText, key, id), secrets: [] };
  }

  /** The key, tried on the file's own check before anything is read or written with it. */
  #keyOf(content: VaultContent): KeyObject {
    if (this.#opened?.id === content.id) return this.#opened.key;
    const key = findKey(this.#file, content.keySource, this.#places(content.id));
    if (open(content.check, key, content.id) !== checkText) {
      throw new PlugfleetError(
        'vault-locked',
        `The key is not the one ${this.#file} was made with (that came from: ${content.keySource})`,
        {
          facts: { file: this.#file, keySource: content.keySource },
        },
      );
    }
    this.#opened = { id: content.id, key };
    return key;
  }

  #places(id: string): KeyPlaces {
    const { env, isKeyringAllowed, keyringProgram, shell } = this.#options;
    return { env, shell, keyring: isKeyringAllowed ? osKeyring(`vault ${id}`, keyringProgram) : undefined };
  }
}

interface PlacesOptions {
  env: string | undefined;
  isKeyringAllowed: boolean;
  keyringProgram: readonly string[] | undefined;
  shell: ShellKey | undefined;
}

const checkText = 'plugfleet vault';

/** A secret opens only in its own vault under its own name. */
const bindingOf = ({ id }: VaultContent, name: string): string => `${id} ${name}`;
