import type { Code } from '../../contract/index.ts';

/** One parser of foreign bytes, and what may come out of it. */
export interface FuzzTarget {
  name: string;
  /** Good inputs, which are mutated. JSON in them is mutated as JSON. */
  samples: readonly Buffer[];
  /** Puts a sample into the form that goes over the wire, after its JSON was mutated. */
  encode?: (sample: Buffer) => Buffer;
  /** The codes of the errors that it may raise; anything else thrown is a bug. */
  codes: readonly Code[];
  /** Reads one input; throws AssertionError where what comes out is out of bounds. */
  read: (input: Buffer) => unknown;
  /** Of so many inputs one is tried where each takes a connection; all of them where it is absent. */
  oneIn?: number;
  /** Takes down what reading set up for the next inputs. */
  end?: () => Promise<void>;
}
