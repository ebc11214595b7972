import { replacePrivately } from './vault-file.ts';

/**
 * A key that the desktop app keeps where the system has no keyring we can use, but Electron's safeStorage has one (as
 * KDE's wallet). The app seals and unseals; here it is only known as text, and lies on the disk only sealed.
 */
export interface ShellKey {
  /** 64 hex digits. */
  text: string;
  /** The same, sealed, in base64. */
  sealed: string;
}

export const sealedFileOf = (vault: string): string => `${vault}.sealed`;

export const writeSealed = (vault: string, sealed: string): void =>
  replacePrivately(sealedFileOf(vault), `${sealed}\n`);
