import { generateKeyPairSync, sign } from 'node:crypto';

/** One element of ASN.1 in DER. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const time = (text: string): Buffer => der(0x17, Buffer.from(text));
const commonName = Buffer.from('550403', 'hex');
const ecdsaWithSha256 = Buffer.from('2a8648ce3d040302', 'hex');

/** A key and a certificate that it signed itself, as plugs with TLS have one: nobody can check it. PEM. */
export function selfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(der(0x06, ecdsaWithSha256));
  const name = sequence(der(0x31, sequence(der(0x06, commonName), der(0x0c, Buffer.from('TP-Link plug')))));
  const validity = sequence(time('200101000000Z'), time('491231235959Z'));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const told = sequence(der(0x02, Buffer.of(1)), algorithm, name, validity, name, spki);
  const signature = der(0x03, Buffer.of(0), sign('sha256', told, privateKey));
  const base64 = sequence(told, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}
