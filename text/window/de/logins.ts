import type { WindowWords } from '../words.ts';

export const logins: WindowWords['logins'] = {
  add: {
    title: 'Konto hinterlegen',
    lead: 'Das TP-Link-Konto, mit dem Steckdosen eingerichtet wurden. Das Passwort liegt verschlüsselt neben der Datenbank und wird nirgends angezeigt.',
    name: 'Eigene Bezeichnung',
    email: 'E-Mail, geschrieben wie bei der Registrierung',
    password: 'Passwort',
    save: 'Hinterlegen und ausprobieren',
    saving: 'Wird hinterlegt und an einer Steckdose ausprobiert…',
    exists: 'Ein Konto mit dieser Bezeichnung gibt es schon. Bitte eine andere wählen.',
    missing: 'Diese Angabe fehlt.',
  },
  test: {
    works: 'Es öffnet {{plug}}.',
    fails: 'Es öffnet {{plug}} nicht.',
    wrong:
      'Die Steckdose kennt ein anderes Konto oder Passwort. Es gilt die E-Mail, wie sie bei der Registrierung geschrieben wurde; ein Passwort, das geändert wurde, während die Steckdose offline war, ist bei ihr nicht angekommen.',
    noPlug:
      'Das Konto ist hinterlegt. Noch verlangt keine bekannte Steckdose eines, darum ließ es sich nicht ausprobieren.',
    keep: 'Trotzdem behalten',
    remove: 'Wieder entfernen',
    removed: 'Das Konto „{{name}}“ ist entfernt.',
  },
  scanAgain: 'Steckdosen neu lesen',
};
