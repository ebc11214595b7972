import type { ErrorBody } from '../contract/index.ts';
import type { Io } from './io.ts';
import { printable, printableJson, printableLines } from './table.ts';

export interface OutputOptions {
  json: boolean;
  quiet: boolean;
  color: boolean;
}

const esc = '\u001B';

/** A style as `style` writes it: the only escape sequences that are let through to a terminal. */
const styleCode = new RegExp(`(${esc}\\[(?:0|1|2|31|32|33|36)m)`);

const styles = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' } as const;

/**
 * Where words go. With `json` exactly one document goes to stdout, and all words to stderr. Progress is one line that
 * is written over on a terminal, and a plain line now and then elsewhere.
 */
export class Output {
  readonly json: boolean;
  readonly #quiet: boolean;
  readonly #color: boolean;
  readonly #io: Io;
  #hasLine = false;
  #lastPlainMs = 0;
  #lastPlain = '';

  constructor(io: Io, o: OutputOptions) {
    this.#io = io;
    this.json = o.json;
    this.#quiet = o.quiet;
    this.#color = o.color && !o.json && !io.env['NO_COLOR'] && io.stderr.isTTY === true;
  }

  get isTerminal(): boolean {
    return this.#io.stderr.isTTY === true && this.#io.env['TERM'] !== 'dumb';
  }

  style(style: keyof typeof styles, text: string): string {
    return this.#color ? `${esc}[${styles[style]}m${text}${esc}[0m` : text;
  }

  /** What was asked for: on stdout, unless a JSON document goes there. */
  say(text: string): void {
    this.#clear();
    const stream = this.json ? this.#io.stderr : this.#io.stdout;
    if (!this.#quiet) stream.write(`${this.#fit(text, stream.isTTY === true)}\n`);
  }

  /** Words beside the result: on stderr. */
  note(text: string): void {
    this.#clear();
    if (!this.#quiet) this.#io.stderr.write(`${this.#fit(text, this.isTerminal)}\n`);
  }

  /** How far it is. Replaces itself on a terminal; elsewhere a line every five seconds. */
  progress(text: string): void {
    if (this.#quiet) return;
    if (this.isTerminal) {
      // a terminal that was never told its size says 0
      const most = Math.max(20, (this.#io.stderr.columns || 80) - 1);
      this.#io.stderr.write(`\r\u001B[2K${printable(text).slice(0, most)}`);
      this.#hasLine = true;
      return;
    }
    const nowMs = performance.now();
    if (nowMs - this.#lastPlainMs < 5000 || text === this.#lastPlain) return;
    this.#lastPlainMs = nowMs;
    this.#lastPlain = text;
    this.#io.stderr.write(`${printable(text)}\n`);
  }

  /** The one JSON document. */
  document(value: unknown): void {
    if (this.json) this.#io.stdout.write(`${printableJson(value)}\n`);
  }

  error(error: Pick<ErrorBody, 'code' | 'message' | 'next'>): void {
    this.#clear();
    const { code, message, next } = error;
    this.document({ error: { code, message, next } });
    // an error is said even where words are not wanted
    this.#io.stderr.write(`${this.style('red', 'Error')} (${code}): ${printableLines(message)}\n${next}\n`);
  }

  /** Whatever a plug or a file brought into the text, a terminal shows it and does not obey it. */
  #fit(text: string, isTerminal: boolean): string {
    const parts = text.split(styleCode);
    return parts
      .map((part, i) => (i % 2 === 0 ? printableLines(part) : this.#color && isTerminal ? part : ''))
      .join('');
  }

  #clear(): void {
    if (this.#hasLine) this.#io.stderr.write('\r\u001B[2K');
    this.#hasLine = false;
  }
}
