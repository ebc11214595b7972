import { readFileSync, writeFileSync } from 'node:fs';
import type { KnownComputer } from '../contract/index.ts';
import { canSeal, type Sealing } from './shell-key.ts';

/** So many are remembered; the one not used for longest is forgotten for another. */
const most = 20;

interface Computer {
  origin: string;
  /** The certificate that a person trusted; null: it has no TLS. */
  fingerprint: string | null;
  /** Sealed by this system, in base64; null where it seals nothing. */
  token: string | null;
}

const isTextOrNull = (given: unknown): boolean => given === null || typeof given === 'string';

/** What is in the file, looked at by hand: schemas would be most of what main reads before its window opens. */
function computersIn(kept: unknown): Computer[] {
  const { computers } = (kept ?? {}) as { computers?: unknown };
  const isComputer = (given: unknown): given is Computer => {
    const { origin, fingerprint, token } = (given ?? {}) as Partial<Record<keyof Computer, unknown>>;
    return typeof origin === 'string' && isTextOrNull(fingerprint) && isTextOrNull(token);
  };
  if (!Array.isArray(computers) || !computers.every(isComputer)) throw new Error('it is not a list of computers');
  return computers;
}

/** The computers this app was attached to, last used first, with the certificate each is known by. */
export class KnownComputers {
  readonly #file: string;
  readonly #storage: Sealing;
  readonly #log: (words: string) => void;
  readonly #platform: NodeJS.Platform;

  constructor(
    file: string,
    storage: Sealing,
    log: (words: string) => void,
    platform: NodeJS.Platform = process.platform,
  ) {
    this.#file = file;
    this.#storage = storage;
    this.#log = log;
    this.#platform = platform;
  }

  list(): { keepsTokens: boolean; computers: KnownComputer[] } {
    return {
      keepsTokens: this.#canSeal(),
      computers: this.#read().map(({ origin, token }) => ({
        address: origin,
        name: new URL(origin).host,
        hasToken: token !== null,
      })),
    };
  }

  fingerprintOf(origin: string): string | null {
    return this.#of(origin)?.fingerprint ?? null;
  }

  /** Null where none is kept, or it cannot be unsealed any more. */
  tokenOf(origin: string): string | null {
    const sealed = this.#of(origin)?.token ?? null;
    if (sealed === null || !this.#canSeal()) return null;
    return this.#try(() => this.#storage.decryptString(Buffer.from(sealed, 'base64')));
  }

  /** A person trusts this certificate from now on; a token that is kept stays. */
  trust(origin: string, fingerprint: string): void {
    this.#put({ origin, fingerprint, token: this.#of(origin)?.token ?? null });
  }

  /** It let us in with this token. */
  keep(origin: string, token: string): void {
    const sealed = this.#canSeal() ? this.#try(() => this.#storage.encryptString(token).toString('base64')) : null;
    this.#put({ origin, fingerprint: this.fingerprintOf(origin), token: sealed });
  }

  forget(origin: string): void {
    this.#write(this.#read().filter((one) => one.origin !== origin));
  }

  #of(origin: string): Computer | undefined {
    return this.#read().find((one) => one.origin === origin);
  }

  #put(computer: Computer): void {
    const others = this.#read().filter(({ origin }) => origin !== computer.origin);
    this.#write([computer, ...others].slice(0, most));
  }

  #read(): Computer[] {
    try {
      const computers = computersIn(JSON.parse(readFileSync(this.#file, 'utf8')));
      return computers.filter(({ origin }) => URL.canParse(origin));
    } catch {
      // never written, or spoilt: then every certificate is compared anew
      return [];
    }
  }

  #write(computers: readonly Computer[]): void {
    try {
      writeFileSync(this.#file, `${JSON.stringify({ computers })}\n`, { mode: 0o600 });
    } catch (cause) {
      this.#log(`the known computers could not be kept: ${cause}`);
    }
  }

  #canSeal(): boolean {
    return this.#try(() => canSeal(this.#storage, this.#platform)) ?? false;
  }

  #try<T>(act: () => T): T | null {
    try {
      return act();
    } catch (cause) {
      this.#log(`the system's safe storage refused: ${cause instanceof Error ? cause.message : cause}`);
      return null;
    }
  }
}
