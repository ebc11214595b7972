/**
 * The ports speak of `AbortSignal`, which no ECMAScript library declares. Contract and engine see this
 * shape only; rooms with Node or a browser see their own, and a real signal fits both.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Stops work that was handed its signal; the same class in Node and in browsers. */
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
