import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { withGenerated } from './generated-part.ts';
import { testsOfLaws, withLawTable } from './law-table.ts';
import { rooms } from './rooms.ts';
import { type Lock, sbom } from './sbom.ts';
import { supportedPage } from './supported-page.ts';

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

/** The architecture page with its room table made anew. */
export const withRoomTable = (document: string): string => withGenerated(document, 'rooms', roomTable());

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const remake = (file: string, made: (document: string) => string): void =>
    writeFileSync(file, made(readFileSync(file, 'utf8')));
  remake('docs/ARCHITECTURE.md', withRoomTable);
  remake('docs/RELIABILITY.md', (page) => withLawTable(page, testsOfLaws('.')));
  writeFileSync('docs/SUPPORTED.md', supportedPage());
  writeFileSync('docs/sbom.cdx.json', sbom(JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock));
}
