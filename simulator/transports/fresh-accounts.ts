import type { Account, FreshLogin } from '../spec/plug-spec.ts';

/** The accounts built into firmware, and the empty one. */
export const FRESH_ACCOUNTS: Record<FreshLogin, Account> = {
  blank: { email: '', password: '' },
  kasa: { email: 'kasa@tp-link.net', password: 'kasaSetup' },
  tapo: { email: 'test@tp-link.net', password: 'test' },
};
