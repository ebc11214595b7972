import i18next from 'i18next';
import type { SaveAnswer } from '../../contract/index.ts';
import { desktop } from '../feed/desktop.ts';
import { tell } from './tell.ts';

/**
 * Gives the browser a file to save, and says so; the desktop app asks where it goes, and says what became of it.
 * @param words what a browser's user is told
 */
export function saveFile(name: string, content: Blob, words?: string): void {
  if (desktop !== undefined) {
    void content.arrayBuffer().then(async (bytes) => {
      tellSaved(await desktop?.saveFile({ name, bytes: new Uint8Array(bytes) }));
    });
    return;
  }
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser reads it in its own time; what it did not begin by then was not wanted
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  if (words !== undefined) tell(words);
}

/** Says what became of a file, where that is news: whoever changed their mind knows. */
export function tellSaved(answer: SaveAnswer | undefined): void {
  if (answer?.at === 'saved') tell(i18next.t('desktop:saved', { file: answer.file }));
  if (answer?.at === 'failed') tell(i18next.t('desktop:notSaved', { message: answer.message }), { forMs: 15_000 });
}

/** A file that came as base64. */
export const fromBase64 = (base64: string, type: string): Blob =>
  new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type });
