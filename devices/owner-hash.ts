import { createHash } from 'node:crypto';

/** How plugs name their owner in discovery: upper-case MD5 of the account's e-mail, exactly as typed at sign-up; '' for none. */
export const ownerHash = (email: string): string =>
  email === '' ? '' : createHash('md5').update(email, 'utf8').digest('hex').toUpperCase();
