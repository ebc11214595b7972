import { inflateSync } from 'node:zlib';

/** What can be seen in a PDF of ours without a PDF library. */
export interface SeenPdf {
  /** Everything outside streams. */
  source: string;
  /** Every stream that inflates, as text. */
  streams: string[];
  pages: number;
}

export function readPdf(bytes: Buffer): SeenPdf {
  const streams: string[] = [];
  let source = '';
  let from = 0;
  for (let at = bytes.indexOf('stream\n'); at !== -1; at = bytes.indexOf('stream\n', from)) {
    source += bytes.toString('latin1', from, at);
    const end = bytes.indexOf('\nendstream', at);
    const isDeflated = bytes.toString('latin1', bytes.lastIndexOf(' obj', at), at).includes('/FlateDecode');
    const body = bytes.subarray(at + 'stream\n'.length, end);
    streams.push((isDeflated ? inflateSync(body) : body).toString('latin1'));
    from = end + '\nendstream'.length;
  }
  source += bytes.toString('latin1', from);
  return { source, streams, pages: source.match(/\/Type \/Page\b/g)?.length ?? 0 };
}
