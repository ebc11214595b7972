import { createCipheriv, createECDH, createHash, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from '../rooms.ts';

/** Something of node:crypto that Node has and Electron has not: Electron is built on BoringSSL. */
export interface Missing {
  what: string;
  /** How it looks in a source. */
  pattern: RegExp;
  instead: string;
  /** Throws where it is missing. */
  probe: () => void;
}

const cipher = (name: string, keyBytes: number, ivBytes: number) => () => {
  const options = { authTagLength: 16 };
  createCipheriv(name as 'aes-128-ccm', Buffer.alloc(keyBytes, 1), Buffer.alloc(ivBytes), options);
};

/** Each row was tried in Electron 33; test/electron tries them again, so that a row that is no longer true is noticed. */
export const missingCrypto: readonly Missing[] = [
  {
    what: 'AES-CCM',
    pattern: /['"`](id-)?aes-?[^'"`\n]*-ccm\b/i,
    instead: 'the room has a CCM of its own, or makes one from CBC and CTR',
    probe: cipher('aes-128-ccm', 16, 12),
  },
  {
    what: 'AES in the modes CFB8, OCB and XTS',
    pattern: /['"`]aes-[^'"`\n]*-(cfb8|ocb|xts)\b/i,
    instead: 'GCM, CBC or CTR',
    probe: cipher('aes-128-cfb8', 16, 16),
  },
  {
    what: 'short names of ciphers',
    pattern: /create(C|Dec)ipheriv\(\s*['"`]aes\d/i,
    instead: 'the long name, as in aes-128-cbc',
    probe: cipher('aes128', 16, 16),
  },
  {
    // on the wire the name has an underscore, and 'chacha20' is part of a label there
    what: 'ChaCha20',
    pattern: /['"`]chacha20-poly1305\b|create(C|Dec)ipheriv\(\s*['"`]chacha20/i,
    instead: '@noble/ciphers',
    probe: cipher('chacha20-poly1305', 32, 12),
  },
  {
    what: 'SHA-3, SHAKE, BLAKE2 and SHA-512/224',
    pattern: /['"`](sha3-\d+|shake\d+|blake2[bs]\d+|sha512-224)\b/i,
    instead: 'SHA-2',
    probe: () => void createHash('sha3-256'),
  },
  {
    what: 'the curve secp256k1',
    pattern: /['"`]secp256k1\b/,
    instead: '@noble/curves',
    probe: () => void createECDH('secp256k1').generateKeys(),
  },
  {
    what: 'keys for X448, Ed448, DSA and RSA-PSS',
    pattern: /generateKeyPair(Sync)?\(\s*['"`](x448|ed448|dsa|rsa-pss)\b/,
    instead: 'X25519, Ed25519, RSA or P-256',
    probe: () => void generateKeyPairSync('x448'),
  },
];

/** Works everywhere and differs: with bad padding OpenSSL gives random bytes, BoringSSL throws, older Nodes refuse it. */
const privateUnpadding =
  /\bprivateDecrypt\b[\s\S]*\bRSA_PKCS1_PADDING\b|\bRSA_PKCS1_PADDING\b[\s\S]*\bprivateDecrypt\b/;

/** Rooms of which nothing runs in Electron. */
const elsewhere = new Set(['tools', 'test', 'bench']);

/** Every use of it in the rooms under `root` that may run in Electron, as `file:line: why`. */
export function missingCryptoIn(root: string): string[] {
  return Object.keys(rooms)
    .filter((room) => !elsewhere.has(room) && statSync(join(root, room), { throwIfNoEntry: false })?.isDirectory())
    .flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((f) => join(room, f)))
    .filter((file) => /\.(tsx?|m?js)$/.test(file))
    .flatMap((file) => missingCryptoOf(file, readFileSync(join(root, file), 'utf8')));
}

function missingCryptoOf(file: string, source: string): string[] {
  const code = withoutComments(source);
  const found = missingCrypto.flatMap(({ what, pattern, instead }) =>
    [...code.matchAll(new RegExp(pattern, `g${pattern.flags}`))].map(({ index }) => {
      const line = code.slice(0, index).split('\n').length;
      return `${file}:${line}: Electron has no ${what}; use ${instead}`;
    }),
  );
  if (privateUnpadding.test(code))
    found.push(`${file}: PKCS #1 padding is not the same everywhere; decrypt with RSA_NO_PADDING and strip it by hand`);
  return found;
}

/** The lines stay where they are. Good enough for sources in our formatting; a `//` in a string follows a colon. */
const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, (comment) => comment.replaceAll(/[^\n]/g, ''));
