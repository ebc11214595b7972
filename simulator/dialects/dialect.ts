import type { DeviceState } from '../state/device-state.ts';

/**
 * What a command can do to the device beyond its stored settings. The device decides how it really goes; the dialect
 * only words the answer.
 */
export interface Hands {
  readonly nowMs: number;
  /** Where the device is now. */
  readonly address: string;
  /** The command that tells who the plug is was asked. */
  identityRead(): void;
  /** A relay, or the light, was set, be it to what it was. */
  relaySet(): void;
  ledSet(): void;
  /** @param afterMs wish of the command, before time scaling. @returns false when the plug refuses. */
  reset(afterMs: number): boolean;
  reboot(afterMs: number): void;
}

/** Answers one request text in words. Undefined: what arrived is no request, there is nothing to say. */
export type Answer = (state: DeviceState, request: string, hands: Hands) => string | undefined;
