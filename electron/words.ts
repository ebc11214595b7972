import i18next, { type i18n, type TFunction } from 'i18next';
import { windowEn } from '../text/index.ts';

/** Menus and dialogs speak the page's language, in its words. */
export interface Words {
  readonly t: TFunction<'desktop'>;
  readonly screens: TFunction<'shell'>;
  speak(language: string): Promise<void>;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'desktop';
    resources: typeof windowEn;
    returnNull: false;
  }
}

export async function openWords(language: string): Promise<Words> {
  const instance: i18n = i18next.createInstance();
  await instance.init({
    resources: { en: windowEn },
    lng: language,
    fallbackLng: 'en',
    ns: ['desktop', 'shell'],
    defaultNS: 'desktop',
    // nothing here is markup
    interpolation: { escapeValue: false },
  });
  return {
    get t() {
      return instance.getFixedT(null, 'desktop');
    },
    get screens() {
      return instance.getFixedT(null, 'shell');
    },
    speak: async (to) => void (await instance.changeLanguage(to)),
  };
}
