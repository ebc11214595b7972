import { open } from 'node:fs/promises';
import { PlugfleetError } from '../contract/index.ts';
import { mostFileBytes } from '../host/index.ts';
import { systemCode } from '../machine/index.ts';

/**
 * What is in a file that was named, or comes out of a pipe. No more of it is read than a file may have.
 * @throws `file-unreadable`, `bad-input`
 */
export async function givenFile(path: string): Promise<Blob> {
  try {
    await using file = await open(path, 'r');
    const found = await file.stat();
    if (found.isDirectory()) throw new PlugfleetError('file-unreadable', `${path} is a folder`);
    if (found.size > mostFileBytes) throw tooLarge(path);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for await (const part of file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 })) {
      parts.push(part);
      size += part.length;
      if (size > mostFileBytes) throw tooLarge(path);
    }
    return new Blob(parts);
  } catch (cause) {
    if (cause instanceof PlugfleetError) throw cause;
    throw new PlugfleetError('file-unreadable', `${path} cannot be read (${systemCode(cause)})`, { cause });
  }
}

const tooLarge = (path: string): PlugfleetError =>
  new PlugfleetError('bad-input', `${path} has more than ${mostFileBytes / 1024 / 1024} MiB; split it`, {
    facts: { file: path, most: mostFileBytes },
  });
