import { paperDe } from './de.ts';
import { paperEn } from './en.ts';
import { paperEs } from './es.ts';
import { paperFr } from './fr.ts';
import { paperIt } from './it.ts';
import { paperJa } from './ja.ts';
import { paperNl } from './nl.ts';
import { paperPl } from './pl.ts';
import { paperPt } from './pt.ts';
import type { PaperWords } from './words.ts';
import { paperZh } from './zh.ts';

/** The words of the paper by language. */
export const paperLanguages = {
  en: paperEn,
  de: paperDe,
  fr: paperFr,
  es: paperEs,
  it: paperIt,
  nl: paperNl,
  pt: paperPt,
  pl: paperPl,
  ja: paperJa,
  zh: paperZh,
} as const satisfies Record<string, PaperWords>;
