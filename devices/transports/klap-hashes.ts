import { createHash } from 'node:crypto';

/** Hashes of the first generation (IOT plugs) and of the second (all SMART plugs, newer IOT ones): protocols/klap.md. */
export type KlapVersion = 1 | 2;

const hash = (algorithm: 'md5' | 'sha1' | 'sha256', ...parts: (Buffer | string)[]): Buffer => {
  const digest = createHash(algorithm);
  for (const part of parts) digest.update(part);
  return digest.digest();
};
export const sha256 = (...parts: (Buffer | string)[]): Buffer => hash('sha256', ...parts);

/** What stands for an account. As good as the password: never to be logged or kept. */
export const authHash = (version: KlapVersion, email: string, password: string): Buffer =>
  version === 1
    ? hash('md5', hash('md5', email), hash('md5', password))
    : sha256(hash('sha1', email), hash('sha1', password));

/** The 16 random bytes of either side, and the account. */
export interface KlapSecrets {
  local: Buffer;
  remote: Buffer;
  auth: Buffer;
}

/** What the plug sends in handshake 1 to show which account it knows. */
export const serverHash = (version: KlapVersion, { local, remote, auth }: KlapSecrets): Buffer =>
  version === 1 ? sha256(local, auth) : sha256(local, remote, auth);

/** What we send in handshake 2 to show the same. */
export const clientHash = (version: KlapVersion, { local, remote, auth }: KlapSecrets): Buffer =>
  version === 1 ? sha256(remote, auth) : sha256(remote, local, auth);
