export type SimulatorErrorCode =
  | 'bad-spec'
  | 'outside-loopback'
  | 'address-in-use'
  | 'no-such-plug'
  | 'cannot-listen'
  | 'fleet-process';

/** Everything this room throws on purpose. The code is for programs, the message says what was attempted on which plug. */
export class SimulatorError extends Error {
  readonly code: SimulatorErrorCode;

  constructor(code: SimulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SimulatorError';
    this.code = code;
  }
}
