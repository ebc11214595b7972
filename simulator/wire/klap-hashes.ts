import type { Account } from '../spec/plug-spec.ts';
import { sha1, sha256 } from './hashes.ts';

/** KLAP v2 (protocols/klap.md). Seeds are 16 bytes each: `local` the client's, `remote` the plug's. */
export function klapAuth(account: Account): Buffer {
  return sha256(sha1(account.email), sha1(account.password));
}

/** What the plug proves with in handshake 1. */
export function klapServerProof(local: Buffer, remote: Buffer, auth: Buffer): Buffer {
  return sha256(local, remote, auth);
}

/** What the client proves with in handshake 2. */
export function klapClientProof(local: Buffer, remote: Buffer, auth: Buffer): Buffer {
  return sha256(remote, local, auth);
}
