export { type Ipv4Interface, interfaces } from './network/interfaces.ts';
export { networkPort } from './network/network-port.ts';
export { SleepWatch, sleptBetween } from './sleep-watch.ts';
export { systemClock } from './system-clock.ts';
export { systemCode } from './system-code.ts';
export { openVault, type Vault, type VaultOptions } from './vault/open-vault.ts';
export { writeWhole } from './write-whole.ts';
