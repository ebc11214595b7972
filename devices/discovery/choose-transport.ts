import { z } from 'zod';
import type { Dialect, Route, Transport } from '../../contract/index.ts';

const Truthy = z.union([z.boolean(), z.number()]);
const Port = z.number().int().min(0).max(65535);

/** The fields of a TDP answer that say how to talk to the device. */
export const EncryptionTold = z.object({
  mgt_encrypt_schm: z
    .object({
      is_support_https: z.boolean().optional(),
      encrypt_type: z.string().max(32).optional(),
      http_port: Port.optional(),
      lv: z.number().int().optional(),
      new_klap: Truthy.optional(),
    })
    .optional(),
  encrypt_info: z.object({ sym_schm: z.string().max(32).optional() }).optional(),
  tpap_preferred: z.boolean().optional(),
  tpap: z.object({ tls: z.number().int().optional(), port: Port.optional() }).optional(),
});
export type EncryptionTold = z.infer<typeof EncryptionTold>;

/** protocols/README.md, "How to choose, in order". */
export function chooseTransport(dialect: Dialect, told: EncryptionTold): Transport {
  const scheme = told.mgt_encrypt_schm ?? {};
  const type = (scheme.encrypt_type || told.encrypt_info?.sym_schm || '').toUpperCase();
  // such a plug could speak TPAP, but its account's "Third-Party Compatibility" is on: it speaks KLAP now
  const compatible = type === 'KLAP' && told.tpap_preferred === false;
  if (type === 'TPAP' || (!compatible && (told.tpap_preferred === true || told.tpap !== undefined))) return 'tpap';
  if (type === 'AES') return 'aes';
  // Anything unheard-of is taken for KLAP: its first handshake costs the plug nothing and shows a wrong guess.
  return dialect === 'smart' || (scheme.lv ?? 0) >= 2 || scheme.new_klap ? 'klap-2' : 'klap-1';
}

/** Where and how to connect. The host is the datagram's source: what a device says of its own address is not used. */
export function chooseRoute(host: string, dialect: Dialect, told: EncryptionTold): Route {
  const transport = chooseTransport(dialect, told);
  const scheme = told.mgt_encrypt_schm ?? {};
  if (transport === 'tpap') {
    const tls = (told.tpap?.tls ?? 0) > 0;
    // the first question is plain HTTP whatever follows (protocols/tpap.md, step 1); `http_port` may be that of TLS
    const discoverPort = scheme.is_support_https === true ? 80 : scheme.http_port || 80;
    const port = told.tpap?.port || (tls ? 4433 : discoverPort);
    return { host, port, dialect, transport, tls, ...(port === discoverPort ? {} : { discoverPort }) };
  }
  const tls = scheme.is_support_https === true;
  if (transport === 'aes') {
    const lv = scheme.lv ?? 0;
    const wording: Pick<Route, 'loginVersion'> = lv < 1 ? {} : { loginVersion: lv === 1 ? 1 : 2 };
    return { host, port: scheme.http_port || (tls ? 443 : 80), dialect, transport, tls, ...wording };
  }
  return { host, port: scheme.http_port || (tls ? 4433 : 80), dialect, transport, tls };
}
