import type { Account } from '../spec/plug-spec.ts';
import { md5, sha1, sha256 } from './hashes.ts';

/** In what the versions of KLAP differ (protocols/klap.md). Seeds are 16 bytes: `local` the client's, `remote` the plug's. */
export interface KlapHashes {
  auth(account: Account): Buffer;
  /** What the plug proves with in handshake 1. */
  serverProof(local: Buffer, remote: Buffer, auth: Buffer): Buffer;
  /** What the client proves with in handshake 2. */
  clientProof(local: Buffer, remote: Buffer, auth: Buffer): Buffer;
}

export type KlapVersion = 'klap-1' | 'klap-2';

export const klapHashes: Record<KlapVersion, KlapHashes> = {
  'klap-1': {
    auth: ({ email, password }) => md5(md5(email), md5(password)),
    serverProof: (local, _remote, auth) => sha256(local, auth),
    clientProof: (_local, remote, auth) => sha256(remote, auth),
  },
  'klap-2': {
    auth: ({ email, password }) => sha256(sha1(email), sha1(password)),
    serverProof: (local, remote, auth) => sha256(local, remote, auth),
    clientProof: (local, remote, auth) => sha256(remote, local, auth),
  },
};
