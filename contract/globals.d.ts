/**
 * The ports speak of `AbortSignal`, the commands of `Blob`, which no ECMAScript library declares. Contract and engine
 * see these shapes only; rooms with Node or a browser see their own, and the real thing fits both.
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

/** Bytes of a file; the same class in Node and in browsers. */
declare class Blob {
  constructor(parts: readonly (string | Uint8Array)[]);
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
