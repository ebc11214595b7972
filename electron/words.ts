import i18next, { type i18n, type TFunction } from 'i18next';
import { otherWindowWords, windowEn } from '../text/index.ts';

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
    lng: 'en',
    fallbackLng: 'en',
    ns: ['desktop', 'shell'],
    defaultNS: 'desktop',
    // nothing here is markup
    interpolation: { escapeValue: false },
  });
  const speak = async (to: string): Promise<void> => {
    const language = to.split('-')[0] ?? to;
    if (language === 'de' && !instance.hasResourceBundle('de', 'desktop'))
      for (const [namespace, words] of Object.entries(await otherWindowWords.de()))
        instance.addResourceBundle('de', namespace, words);
    await instance.changeLanguage(language);
  };
  await speak(language);
  return {
    get t() {
      return instance.getFixedT(null, 'desktop');
    },
    get screens() {
      return instance.getFixedT(null, 'shell');
    },
    speak,
  };
}
