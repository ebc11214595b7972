/** A moment as people write it, in this machine's time zone; a text that is no moment stays as it is. */
export function moment(iso: string, locale: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    // a month in letters is read the same on both sides of the Atlantic
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}
