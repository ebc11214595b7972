import i18next from 'i18next';
import type { PaperChoice, PaperLang } from '../../../contract/index.ts';
import { paperLanguages } from '../../../text/index.ts';
import { keep, kept } from '../../parts/kept.ts';

export const langs = Object.keys(paperLanguages) as readonly PaperLang[];

/** Whether a native speaker has read it. */
export const isProofRead = (lang: PaperLang): boolean => paperLanguages[lang].notProofRead === null;

/** As was printed last here; at first A4 cards in the language of the window, where the paper has it. */
export function keptChoice(): PaperChoice {
  const lang = langs.find((one) => one === i18next.language) ?? 'en';
  const usual: PaperChoice = { paper: 'a4', lang, large: false, pocket: false, order: 'walk' };
  return { ...usual, ...kept<Partial<PaperChoice>>('paper', {}) };
}

export const keepChoice = (choice: PaperChoice): void => keep('paper', choice);
