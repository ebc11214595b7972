import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { rooms } from './rooms.ts';
import { supportedPage } from './supported-page.ts';

/** The part of a document between two marks is generated; the rest is written by hand. */
const marks = { begin: '<!-- generated: rooms -->', end: '<!-- end of generated -->' };

/** The room table as Markdown. */
export function roomTable(): string {
  const row = ([name, room]: [string, (typeof rooms)[string] | undefined]): string =>
    `| \`${name}/\` | ${room?.about ?? ''} | ${list(room?.rooms)} | ${list(room?.packages)} | ${room?.node ? 'yes' : 'no'} |`;
  return [
    '| room | what it is | may know | npm packages | Node |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(rooms).map(row),
  ].join('\n');
}

const list = (names: readonly string[] | undefined): string =>
  names?.length ? names.map((n) => `\`${n}\``).join(' ') : '–';

/** A document with its generated part made anew. */
export function withRoomTable(document: string): string {
  const begin = document.indexOf(marks.begin);
  const end = document.indexOf(marks.end);
  if (begin < 0 || end < begin) throw new RangeError(`the document lacks ${marks.begin} … ${marks.end}`);
  return `${document.slice(0, begin + marks.begin.length)}\n\n${roomTable()}\n\n${document.slice(end)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = 'docs/ARCHITECTURE.md';
  writeFileSync(file, withRoomTable(readFileSync(file, 'utf8')));
  writeFileSync('docs/SUPPORTED.md', supportedPage());
}
