import { keep, kept } from './kept.ts';

/** `system`: as the system asks for; `more`: always stronger lines and text. */
export type Contrast = 'system' | 'more';

export const keptContrast = (): Contrast => kept<Contrast>('contrast', 'system');

/** Shows the page in the contrast that was chosen. */
export function applyContrast(contrast: Contrast): void {
  if (contrast === 'more') document.documentElement.dataset['contrast'] = 'more';
  else delete document.documentElement.dataset['contrast'];
}

export function chooseContrast(contrast: Contrast): void {
  keep('contrast', contrast);
  applyContrast(contrast);
}
