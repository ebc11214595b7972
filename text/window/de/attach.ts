import type { WindowWords } from '../words.ts';

export const attach: WindowWords['attach'] = {
  title: 'Mit einem anderen Computer verbinden',
  lead: 'Ein Computer bei den Steckdosen führt „plugfleet serve“ aus und tut die Arbeit; dieses Fenster zeigt seinen Bestand. Die dort ausgegebene Adresse samt Token hier einfügen.',
  address: 'Adresse',
  tokensKept: 'Das Token bleibt hier, verschlüsselt von diesem System.',
  tokensNotKept:
    'Dieses System kann das Token nicht verschlüsseln, deshalb wird es nicht behalten: jedes Mal die ganze Adresse einfügen.',
  connect: 'Verbinden',
  connectTo: 'Mit {{name}} verbinden',
  connecting: 'Verbindung wird aufgebaut…',
  known: 'Schon einmal verbunden',
  forget: 'Vergessen',
  forgetName: '{{name}} vergessen',
  banner: 'Verbunden mit {{name}}: dessen Steckdosen, dessen Protokoll. Was hier gestartet wird, läuft dort.',
  back: 'Zurück zu diesem Computer',
  windowTitle: '{{name}} – Plugfleet',
  lost: '{{name}} antwortet nicht. Was hier steht, kann veraltet sein; ein Lauf kann dort weitergehen.',
  relayBack: 'Die Verbindung steht wieder. Was auf dem anderen Computer läuft, ging inzwischen weiter.',
  ended: 'Nicht mehr mit {{name}} verbunden',
  connectAgain: 'Neu verbinden…',
  certificate: {
    seen: 'SHA-256 seines Zertifikats',
    seenNow: 'SHA-256 des Zertifikats, das er jetzt zeigt',
    known: 'Das bisher vertraute',
    how: 'Dieselbe Zeile am anderen Computer selbst ablesen: „plugfleet serve“ gibt sie beim Start aus. Nur vertrauen, wenn jedes Zeichen gleich ist.',
    trust: 'Vertrauen und verbinden',
    trustNew: 'Dem neuen vertrauen und verbinden',
  },
  problems: {
    'not-an-address': {
      title: 'Das ist keine Adresse eines Plugfleet',
      next: 'Die Zeile einfügen, die „plugfleet serve“ ausgegeben hat; sie beginnt mit https://.',
    },
    'needs-tls': {
      title: 'Diese Adresse ist nicht verschlüsselt',
      next: 'Unterwegs könnten alle die Passwörter lesen. „plugfleet serve“ dort mit --tls-cert und --tls-key starten.',
    },
    'token-missing': {
      title: 'Das Token fehlt',
      next: 'Die ganze Adresse einfügen, die „plugfleet serve“ ausgegeben hat, mit dem Token am Ende.',
    },
    'no-answer': {
      title: 'Dort antwortet niemand',
      next: 'Nachsehen, ob der Computer an ist, „plugfleet serve“ darauf läuft und keine Firewall dazwischen steht.',
    },
    'no-tls': {
      title: 'Es antwortet etwas, aber nicht mit TLS',
      next: 'Die Adresse genau so verwenden, wie „plugfleet serve“ sie ausgegeben hat, mit demselben Port.',
    },
    'not-plugfleet': {
      title: 'Dort antwortet etwas anderes, kein Plugfleet',
      next: 'Das Token wurde nicht gesendet. Name und Port mit der Ausgabe von „plugfleet serve“ vergleichen; ein älteres Plugfleet braucht ein Update.',
    },
    'other-name': {
      title: 'Jenes Plugfleet hat einen anderen Namen',
      next: 'Den Namen verwenden, den „plugfleet serve“ ausgegeben hat, oder es dort mit --host 0.0.0.0 starten: dann gilt jede Adresse.',
    },
    'token-wrong': {
      title: 'Das Token stimmt nicht',
      next: 'Bei jedem Start von „plugfleet serve“ entsteht ein neues. Die zuletzt ausgegebene Adresse einfügen.',
    },
    'too-many-tries': {
      title: 'Von hier kamen zu viele falsche Token',
      next: 'Einige Minuten warten, dann mit der Adresse, die „plugfleet serve“ zuletzt ausgegeben hat, noch einmal versuchen.',
    },
    'other-version': {
      title: 'Dort läuft Plugfleet {{theirs}}, hier {{ours}}',
      next: 'Auf beiden dieselbe Version installieren. Bis dahin geht die Seite jenes Computers im Browser.',
    },
    'certificate-new': {
      title: 'Ist das der richtige Computer?',
      next: 'Sein Zertifikat ist hier noch nicht bekannt. Das Token wurde noch nicht gesendet.',
    },
    'certificate-changed': {
      title: 'Das ist nicht das vertraute Zertifikat',
      next: 'Abgelehnt, gesendet wurde nichts. Vielleicht antwortet ein anderer Computer an seiner Stelle. Wurde das Zertifikat mit Absicht erneuert, zuerst das neue vergleichen.',
    },
  },
};
