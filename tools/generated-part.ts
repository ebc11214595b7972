/** A document with one of its generated parts made anew; the rest is written by hand. */
export function withGenerated(document: string, name: string, text: string): string {
  const begin = `<!-- generated: ${name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf('<!-- end of generated -->', from);
  if (from < 0 || to < from) throw new RangeError(`the document lacks ${begin} … <!-- end of generated -->`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
