import { openVault } from '../../machine/index.ts';

/** Another process that stores a secret in the vault it is told. */
const [, , file = ''] = process.argv;
openVault(file, { keyring: false }).set('from another process', 'its secret');
