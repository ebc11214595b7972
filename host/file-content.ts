import { PlugfleetError } from '../contract/index.ts';
import { limits, tooLarge } from '../paper/index.ts';

/** Most bytes that a file brought in may have. */
export const mostFileBytes: number = limits.fileBytes;

/**
 * The bytes of a file that a door handed over; one that is too large is not even read.
 * @throws `bad-input`, `file-unreadable`
 */
export async function bytesOf(file: Blob): Promise<Uint8Array> {
  if (file.size > mostFileBytes) throw tooLarge(file.size);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new PlugfleetError('file-unreadable', 'the file changed or went away while it was read', { cause });
  }
}

/** A file as it travels to whoever asked for it. */
export interface FileContent {
  name: string;
  type: string;
  base64: string;
}

export const pdfContent = (name: string, bytes: Buffer): FileContent => ({
  name,
  type: 'application/pdf',
  base64: bytes.toString('base64'),
});
