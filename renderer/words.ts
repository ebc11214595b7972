import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { windowEn } from '../text/index.ts';
import { keep, kept } from './parts/kept.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof windowEn;
    returnNull: false;
  }
}

/** What the window can speak, each in its own words. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

/** What this browser was told before, else what it prefers. */
const wanted = kept<string>('language', navigator.language.slice(0, 2));

await i18next.use(initReactI18next).init({
  resources: { en: windowEn },
  lng: wanted,
  fallbackLng: 'en',
  ns: Object.keys(windowEn),
  defaultNS: 'shell',
  // React escapes what it shows
  interpolation: { escapeValue: false },
});
document.documentElement.lang = i18next.language;

export async function chooseLanguage(language: Language): Promise<void> {
  keep('language', language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export { useTranslation } from 'react-i18next';
