import { useTranslation } from '../words.ts';
import { localeOf } from './locale.ts';

/** "3 minutes", "60 seconds", or shorter "60 sec": a span of time in the window's language. */
export function useSpans(unitDisplay: 'long' | 'short' = 'long'): (seconds: number) => string {
  const language = localeOf(useTranslation().i18n.language);
  return (seconds) => {
    const [value, unit] =
      seconds < 120 ? [seconds, 'second'] : seconds < 7200 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour'];
    const format = new Intl.NumberFormat(language, {
      style: 'unit',
      unit: String(unit),
      unitDisplay,
      maximumFractionDigits: seconds < 10 || unit === 'hour' ? 1 : 0,
    });
    return format.format(Number(value));
  };
}
