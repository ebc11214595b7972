import type { AesSpec, TpapSpec } from '../spec/plug-spec.ts';

const AES_DEFAULTS: Required<AesSpec> = { loginVersion: 2, announcesVersion: true };

const TPAP_DEFAULTS: Required<TpapSpec> = {
  cipher: 'aes_128_ccm',
  extraCrypt: 'password_shadow',
  passwdId: 2,
  iterations: 3000,
  tls: 0,
  pake: [2],
  userHashType: 0,
  locksAfter: 10,
};

/** How a plug speaks AES and TPAP, should it speak them: as it was told, else as most do. */
export function transportSettings(
  aes: AesSpec = {},
  tpap: TpapSpec = {},
): { aes: Required<AesSpec>; tpap: Required<TpapSpec> } {
  return { aes: { ...AES_DEFAULTS, ...aes }, tpap: { ...TPAP_DEFAULTS, ...tpap } };
}
