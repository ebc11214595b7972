import { desktop } from '../feed/desktop.ts';

/** How long the browser's viewer may take to show a PDF before it is taken for absent. */
const patienceMs = 20_000;
/** The dialogue of a printer reads from the frame as long as it is open, and nobody tells when it closes. */
const keepMs = 10 * 60_000;

/**
 * Prints a PDF as it is: the browser's own viewer shows it in a frame that nobody sees, and is asked to print; the
 * desktop app shows it in a window of its own, to be printed from there. `refused`: there is no such viewer here, or it
 * does not let itself be asked.
 */
export async function printPdf(name: string, content: Blob): Promise<'asked' | 'refused'> {
  if (desktop !== undefined) {
    await desktop.showPdf({ name, bytes: new Uint8Array(await content.arrayBuffer()) });
    return 'asked';
  }
  // without a viewer the frame would only save the file
  if (!navigator.pdfViewerEnabled) return 'refused';
  const url = URL.createObjectURL(content);
  const frame = document.createElement('iframe');
  frame.className = 'printed';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  const remove = (): void => {
    frame.remove();
    URL.revokeObjectURL(url);
  };
  const isShown = await new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), patienceMs);
    frame.addEventListener('load', () => resolve(true), { once: true });
    frame.src = url;
    document.body.append(frame);
  });
  try {
    if (!isShown || frame.contentWindow === null) throw new Error('the viewer did not come');
    frame.contentWindow.focus();
    frame.contentWindow.print();
  } catch {
    // some browsers give their viewer an origin of its own, which may not be asked for anything
    remove();
    return 'refused';
  }
  setTimeout(remove, keepMs);
  return 'asked';
}
