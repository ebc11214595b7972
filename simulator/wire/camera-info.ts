import { constants, createCipheriv, publicEncrypt } from 'node:crypto';

/** What a camera hides from everyone but the asker (protocols/discovery.md, `encrypt_info`). */
export interface EncryptInfo {
  readonly sym_schm: 'AES';
  readonly key: string;
  readonly data: string;
}

/**
 * @param askerKey the PEM public key from the probe.
 * @param keyAndIv 32 bytes: AES-128 key, then IV.
 * @throws what OpenSSL says when the asker's key is none.
 */
export function encryptInfo(askerKey: string, keyAndIv: Buffer, facts: object): EncryptInfo {
  const cipher = createCipheriv('aes-128-cbc', keyAndIv.subarray(0, 16), keyAndIv.subarray(16));
  const data = Buffer.concat([cipher.update(JSON.stringify(facts)), cipher.final()]);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const key = publicEncrypt({ key: askerKey, padding, oaepHash: 'sha1' }, keyAndIv);
  return { sym_schm: 'AES', key: key.toString('base64'), data: data.toString('base64') };
}
