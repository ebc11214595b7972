import type { WindowWords } from '../words.ts';

export const desktop: WindowWords['desktop'] = {
  hostLost: 'Der Teil von Plugfleet, der die Arbeit tut, ist unerwartet ausgefallen. Er wird neu gestartet.',
  hostDown: 'Der Teil von Plugfleet, der die Arbeit tut, ist mehrmals ausgefallen. Gesendet wird nichts.',
  hostBack:
    'Plugfleet arbeitet wieder. Ein abgebrochener Lauf ist nicht von selbst weitergegangen: unter Plan und Lauf ansehen.',
  hostFailed: 'Plugfleet kann diesen Bestand nicht öffnen',
  understood: 'Gelesen',
  startAgain: 'Neu starten',
  saveDiagnostics: 'Diagnose speichern…',
  saved: 'Gespeichert als {{file}}',
  notSaved: 'Ließ sich nicht speichern: {{message}}',
  menu: {
    file: 'Datei',
    practise: 'An virtuellen Steckdosen üben',
    leavePractice: 'Übung verlassen',
    quit: 'Beenden',
    edit: 'Bearbeiten',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    view: 'Ansicht',
    reload: 'Neu laden',
    zoomIn: 'Größer',
    zoomOut: 'Kleiner',
    zoomReset: 'Übliche Größe',
    fullScreen: 'Vollbild',
    help: 'Hilfe',
    about: 'Über Plugfleet',
    licences: 'Lizenzen',
    hide: 'Plugfleet ausblenden',
    developer: 'Entwicklerwerkzeuge',
  },
  about: {
    title: 'Über Plugfleet',
    message: 'Plugfleet {{version}}',
    detail:
      'Löscht ganze Bestände smarter Steckdosen, mit Nachweis.\nLizenz: MIT. Es enthält die Arbeit anderer; siehe Lizenzen.',
    ok: 'OK',
  },
  leave: {
    title_one: '{{count}} Steckdose ist noch unterwegs',
    title_other: '{{count}} Steckdosen sind noch unterwegs',
    between: 'Ein Lauf ist im Gang',
    detail:
      'Wer jetzt beendet, hält den Lauf an. Steckdosen, denen Zurücksetzen gesendet wurde, bleiben ohne Nachweis, bis noch einmal nachgesehen wird; die anderen warten.',
    stay: 'Bleiben',
    leave: 'Lauf anhalten und beenden',
  },
  over: {
    ended: 'Lauf {{run}} ist beendet',
    paused: 'Lauf {{run}} ist angehalten',
    counts: '{{reset}} zurückgesetzt, {{unproven}} nicht nachgewiesen, {{failed}} fehlgeschlagen, {{hands}} von Hand',
  },
};
