import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import { z } from 'zod';
import { parsePlugJson } from '../plug-json.ts';

const Encrypted = z.object({ key: z.base64().max(1024), data: z.base64().max(8192) });
const Fields = z.record(z.string(), z.unknown());

/**
 * Opens `encrypt_info` of a TDP answer: RSA-OAEP (SHA-1) under the key of our probe gives AES-128 key and IV, CBC gives
 * JSON. Undefined where it does not open: the outer fields then stand alone, as discovery.md says.
 */
export function openEncryptedInfo(info: unknown, privateKey: KeyObject): Readonly<Record<string, unknown>> | undefined {
  const read = Encrypted.safeParse(info);
  if (!read.success) return undefined;
  try {
    const padding = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    const secret = privateDecrypt(padding, Buffer.from(read.data.key, 'base64'));
    const decipher = createDecipheriv('aes-128-cbc', secret.subarray(0, 16), secret.subarray(16, 32));
    const text = Buffer.concat([decipher.update(read.data.data, 'base64'), decipher.final()]).toString('utf8');
    return Fields.parse(parsePlugJson(text));
  } catch {
    // made for another key, cut short or forged: all the same to us, there is nothing in it we depend on
    return undefined;
  }
}
