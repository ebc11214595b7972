import { createHash } from 'node:crypto';

type Digest = (...parts: (Buffer | string)[]) => Buffer;

const digest =
  (algorithm: string): Digest =>
  (...parts) => {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  };

export const md5: Digest = digest('md5');
export const sha1: Digest = digest('sha1');
export const sha256: Digest = digest('sha256');
