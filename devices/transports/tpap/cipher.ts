import { garbled } from '../../garbled.ts';
import { openFrame, type SessionKeys, sealFrame } from './sealing.ts';

const lastSeq = 0xff_ff_ff_ff;

/** The frames of one session. Every message takes the next number, also after one whose answer was lost. */
export class TpapCipher {
  readonly #keys: SessionKeys;
  #next: number;

  constructor(keys: SessionKeys, startSeq: number) {
    this.#keys = keys;
    this.#next = startSeq;
  }

  /** Whether no number is left: a second message under one number would betray both. */
  get usedUp(): boolean {
    return this.#next > lastSeq;
  }

  seal(text: string): { seq: number; frame: Buffer } {
    if (this.usedUp) throw new RangeError('the numbers of this session are used up');
    const seq = this.#next++;
    return { seq, frame: sealFrame(this.#keys, seq, text) };
  }

  /**
   * The answer to message `seq`; undefined where the bytes are no frame of this session.
   * @throws PlugfleetError `garbled`: it answers another message
   */
  open(seq: number, body: Buffer): string | undefined {
    const opened = openFrame(this.#keys, body);
    if (opened && opened.seq !== seq) throw garbled('an answer to another message');
    return opened?.text;
  }
}
