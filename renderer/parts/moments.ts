import { useTranslation } from '../words.ts';
import { localeOf } from './locale.ts';

const spans: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const made = new Map<string, Formats>();

/** Formats of the window's language; the same ones every time, so that a grid is not drawn anew for them. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const language = localeOf(i18n.language);
  const known = made.get(language) ?? formatsOf(language);
  made.set(language, known);
  return known;
}

type Formats = ReturnType<typeof formatsOf>;

/** Each is dear to make, and the first screen needs few of them. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function formatsOf(language: string) {
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  const moment = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }));
  const precise = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }));
  // a day without an hour is the same day wherever one is
  const day = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }));
  const number = once(() => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));
  return {
    /** "5 minutes ago". A moment in the future is told as a date: some clock is wrong. */
    ago: (iso: string, nowMs = Date.now()): string => {
      const seconds = (nowMs - Date.parse(iso)) / 1000;
      if (seconds < -60) return moment().format(new Date(iso));
      const [unit, size] = spans.find(([, s]) => seconds >= s) ?? (['second', 1] as const);
      return relative().format(-Math.max(0, Math.floor(seconds / size)), unit);
    },
    moment: (iso: string): string => moment().format(new Date(iso)),
    /** To the second. */
    precise: (iso: string): string => precise().format(new Date(iso)),
    /** A day such as 2026-11-28. */
    day: (iso: string): string => day().format(new Date(iso)),
    number: (value: number): string => number().format(value),
    /** What stands before the fraction of a number that is typed. */
    decimal: (): string =>
      number()
        .formatToParts(0.5)
        .find(({ type }) => type === 'decimal')?.value ?? '.',
  };
}
