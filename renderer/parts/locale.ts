/** Browsers also tell languages that Intl does not take: `en-US@posix` where no language is set. */
function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** Days and numbers as where this browser lives, where it lives in that language: `en-GB` for `en`. */
export const localeOf = (language: string): string =>
  navigator.languages.find((one) => one.split('-')[0] === language && isLanguageTag(one)) ?? language;
