import type { WindowWords } from '../words.ts';

export const shell: WindowWords['shell'] = {
  product: 'Plugfleet',
  practiceBanner: 'Übung: Diese Steckdosen sind virtuell. Was hier geschieht, berührt keine echte.',
  leavePractice: 'Übung verlassen',
  readOnly:
    'Ein anderes Plugfleet hat diese Datenbank. Alles lässt sich ansehen, von hier aus lässt sich nichts ändern.',
  hostLost: 'Plugfleet antwortet nicht. Was hier steht, kann veraltet sein.',
  reconnecting: 'Neuer Versuch läuft…',
  skipToContent: 'Zum Inhalt springen',
  navigation: 'Bereiche',
  nav: {
    fleet: 'Bestand',
    scan: 'Steckdosen suchen',
    plan: 'Plan und Lauf',
    checklists: 'Karten',
    ledger: 'Protokoll',
    settings: 'Einstellungen',
  },
  loading: 'Wird geladen…',
  retry: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  undo: 'Rückgängig',
  done: 'Fertig',
  nothingHere: 'Hier ist nichts',
  what: 'Was geschehen ist',
  next: 'Was zu tun ist',
  broken: {
    title: 'Dieses Fenster ist abgestürzt',
    text: 'Ein laufender Lauf geht ohne das Fenster weiter. Bitte neu laden; was getan wurde, steht im Protokoll.',
    reload: 'Neu laden',
  },
};
