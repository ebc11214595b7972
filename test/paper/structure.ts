import { execFileSync } from 'node:child_process';

/** An element of a PDF's structure, as another program reads it. */
export interface Element {
  tag: string;
  /** Its own text, without that of its children. */
  text: string;
  attributes: string[];
  children: Element[];
}

/** The structure tree of a PDF by poppler: what a screen reader is told, in the order in which it is told. */
export function structureOf(file: string): Element {
  const printed = execFileSync('pdfinfo', ['-struct-text', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const root: Element = { tag: 'Root', text: '', attributes: [], children: [] };
  const open: { indent: number; element: Element }[] = [{ indent: -1, element: root }];
  for (const line of printed.split('\n')) {
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const parent = open.at(-1)?.element ?? root;
    const told = line.trim();
    const [, tag] = /^([A-Z][A-Za-z0-9]*)(?: ".*")?(?: \((?:block|inline)\))?:?$/.exec(told) ?? [];
    if (tag !== undefined) {
      const element: Element = { tag, text: '', attributes: [], children: [] };
      parent.children.push(element);
      open.push({ indent, element });
    } else if (told.startsWith('/')) parent.attributes.push(told);
    else parent.text += told.replace(/^"|"$/g, '');
  }
  return root;
}

/** An element and everything below it, in reading order. */
export const within = (element: Element): Element[] => [element, ...element.children.flatMap(within)];

/** All that is read of an element. */
export const textIn = (element: Element): string =>
  within(element)
    .map(({ text }) => text)
    .join('\n');
