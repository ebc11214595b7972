/** Making a formatter takes longer than a whole card does. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(locale: string): Intl.DateTimeFormat {
  const known = formats.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    // a month in letters is read the same on both sides of the Atlantic
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  formats.set(locale, made);
  return made;
}

/** A moment as people write it, in this machine's time zone; a text that is no moment stays as it is. */
export function moment(iso: string, locale: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : formatFor(locale).format(at);
}
