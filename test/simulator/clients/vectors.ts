import { readFileSync } from 'node:fs';

interface KlapVector {
  name: string;
  version: 1 | 2;
  matched_username: string;
  matched_password: string;
  auth_hash_hex: string;
  local_seed_hex: string;
  remote_seed_hex: string;
  server_hash_hex: string;
  handshake2_request_hex: string;
  initial_seq: number;
  requests: {
    seq: number;
    plaintext: string;
    body_hex: string;
    response_plaintext: string;
    response_body_hex: string;
  }[];
}

interface TdpVectors {
  tdp_query: {
    cases: { serial_hex: string; payload: string; packet_hex: string }[];
    empty_probe_hex: string;
  };
  tdp_response: {
    private_key_pkcs8_der_base64: string;
    aes_key_hex: string;
    aes_iv_hex: string;
    decrypted_text: string;
    json: { result: { encrypt_info: { key: string; data: string } } };
  };
}

/** Recorded by other implementations (test/vectors); the parts these tests read. */
export const xorVectors: { cases: { plaintext: string; udp_hex: string; tcp_hex: string }[] } = read('xor');
export const tdpVectors: TdpVectors = read('tdp');
export const klapVectors: { cases: KlapVector[] } = read('klap');

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'));
}
