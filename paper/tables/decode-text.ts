import { PlugfleetError } from '../../contract/index.ts';

/**
 * Text of a file: UTF-8 with or without a mark, UTF-16 with one. Anything else is refused instead of guessed: a wrong
 * guess turns every name into another one.
 * @throws `bad-input`
 */
export function decodeText(bytes: Uint8Array): string {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  if (mark !== undefined) return decoded(bytes, mark, () => 'it begins as UTF-16 and is not');
  if (bytes.subarray(0, 1 << 20).includes(0)) {
    throw new PlugfleetError(
      'bad-input',
      'The file is no text (it holds NUL bytes); save the table as CSV UTF-8 or .xlsx',
    );
  }
  return decoded(bytes, 'utf-8', () => `line ${firstStrangeLine(bytes)} is not UTF-8`);
}

function decoded(bytes: Uint8Array, encoding: string, otherwise: () => string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PlugfleetError('bad-input', `The file cannot be read: ${otherwise()}. Save it as "CSV UTF-8"`, { cause });
  }
}

/** The line in which the first byte stands that is no UTF-8. */
function firstStrangeLine(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(bytes);
  const at = text.indexOf('\uFFFD');
  return at === -1 ? 1 : text.slice(0, at).split(/\r\n?|\n/).length;
}
