import { readFileSync } from 'node:fs';
import type { TpapCipherName } from '../../../simulator/spec/plug-spec.ts';
import type { ExtraCrypt } from '../../../simulator/wire/tpap-credential.ts';

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

interface AesVector {
  login_version: 1 | 2;
  username: string;
  password: string;
  rsa_private_pkcs8_der_base64: string;
  aes_key_hex: string;
  aes_iv_hex: string;
  login_params: Record<string, string>;
  exchanges: {
    body: string;
    inner_request?: string;
    inner_response?: string;
    response: { result: { response?: string } };
  }[];
}

interface TpapTranscript {
  name: string;
  outcome: string;
  suite: number;
  account: { username: string; password: string };
  mac: string;
  register_request: { params: { username: string; user_random: string } };
  register_response: {
    result: {
      dev_random: string;
      dev_salt: string;
      dev_share: string;
      iterations: number;
      extra_crypt?: ExtraCrypt;
    };
  };
  credential: string;
  derived_by_device: { w0: string; y: string; user_confirm: string; dev_confirm: string; shared_key: string };
  share_request: { params: { user_share: string; user_confirm: string } };
  session: { cipher: TpapCipherName };
  exchanges: {
    seq: number;
    request_plain: string;
    request_frame: string;
    response_plain: string;
    response_frame: string;
  }[];
}

interface TpapVectors {
  tpap_credentials: {
    password: string;
    mac: string;
    cases: { name: string; extra_crypt: ExtraCrypt | null; username: string; credential: string }[];
    default_passcode: { mac: string; passcode: string }[];
  };
  tpap_w0w1: {
    cases: { credential: string; salt_hex: string; iterations: number; w0_hex: string; w1_hex: string }[];
  };
  tpap_frame: {
    cases: {
      cipher: TpapCipherName;
      hash: string;
      shared_key_hex: string;
      seq: number;
      plaintext: string;
      frame_hex: string;
    }[];
  };
  tpap: { cases: TpapTranscript[] };
}

/** Recorded by other implementations (test/vectors); the parts these tests read. */
export const xorVectors: { cases: { plaintext: string; udp_hex: string; tcp_hex: string }[] } = read('xor');
export const tdpVectors: TdpVectors = read('tdp');
export const klapVectors: { cases: KlapVector[] } = read('klap');
export const aesVectors: { cases: AesVector[] } = read('aes');
export const tpapVectors: TpapVectors = read('tpap');

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'));
}
