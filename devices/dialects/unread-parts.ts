import { codeOf } from '../../contract/index.ts';

/** Failures that make one part unreadable and leave the others: anything else ends the whole snapshot. */
const partial = ['garbled', 'timeout', 'silent'];

/** Reads the parts of a snapshot one by one and keeps the names of those that could not be read. */
export class UnreadParts {
  readonly names: string[] = [];

  /** The part, or null with its name kept. `read` answers undefined where the plug says it cannot tell. */
  async read<T>(name: string, read: () => Promise<T | undefined>): Promise<T | null> {
    try {
      const part = await read();
      if (part !== undefined) return part;
    } catch (thrown) {
      if (!partial.includes(codeOf(thrown) ?? '')) throw thrown;
    }
    this.names.push(name);
    return null;
  }
}
