import i18next, { type FormatterModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { otherWindowWords, windowEn } from '../text/index.ts';
import { keep, kept } from './parts/kept.ts';
import { localeOf } from './parts/locale.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof windowEn;
    returnNull: false;
  }
}

/** What the window can speak, each in its own words. */
export const languages = { en: 'English', de: 'Deutsch' } as const satisfies Record<
  'en' | keyof typeof otherWindowWords,
  string
>;
export type Language = keyof typeof languages;
export const isLanguage = (text: string): text is Language => text in languages;

/** What this browser was told before, else the first of its languages that is spoken here. */
function wanted(): Language {
  const told = [kept<unknown>('language', null), ...navigator.languages.map((tag) => tag.split('-')[0])];
  return told.find((one): one is Language => typeof one === 'string' && isLanguage(one)) ?? 'en';
}

const numbers = new Map<string, Intl.NumberFormat>();
/** Writes a number that stands in words as their language writes it; what is text stays. */
const writing: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, language = 'en') => {
    if (typeof value !== 'number') return value as string;
    const format = numbers.get(language) ?? new Intl.NumberFormat(localeOf(language));
    numbers.set(language, format);
    return format.format(value);
  },
};

/** Resolves when the window can speak. */
export const spoken: Promise<unknown> = i18next
  .use(initReactI18next)
  .use(writing)
  .init({
    resources: { en: windowEn },
    lng: 'en',
    fallbackLng: 'en',
    ns: Object.keys(windowEn),
    defaultNS: 'shell',
    // React escapes what it shows
    interpolation: { escapeValue: false, alwaysFormat: true },
  })
  .then(() => speak(wanted()))
  // a language whose words do not come is no reason to show nothing: there is English
  .catch(() => speak('en'));

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'shell'))
    for (const [namespace, words] of Object.entries(await otherWindowWords[language]()))
      i18next.addResourceBundle(language, namespace, words);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** @throws where its words cannot be fetched; then everything stays as it is */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  keep('language', language);
}

export { useTranslation } from 'react-i18next';
