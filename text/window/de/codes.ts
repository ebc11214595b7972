import type { WindowWords } from '../words.ts';

export const codes: WindowWords['codes'] = {
  silent: {
    title: 'Keine Antwort von der Steckdose',
    next: 'Prüfen, ob sie Strom und WLAN hat, dann neu suchen, oder sie mit ihrer Taste löschen.',
  },
  'needs-login': {
    title: 'Sie gehört zu einem Konto, das nicht hinterlegt ist',
    next: 'Das Konto hinterlegen, mit dem sie eingerichtet wurde (Einstellungen, Konten), oder sie mit ihrer Taste löschen.',
  },
  locked: {
    title: 'Sie ist im Netz, aber ihre lokale Steuerung ist aus oder gesperrt',
    next: 'In der App „Drittanbieter-Kompatibilität“ einschalten, oder sie vom Strom nehmen, wieder einstecken und zehn Minuten warten; sonst die Taste benutzen.',
  },
  unsupported: {
    title: 'Sie spricht ein Protokoll, das diese Version nicht kennt',
    next: 'Sie mit ihrer Taste löschen.',
  },
  unproven: {
    title: 'Zurücksetzen wurde gesendet, aber nichts weist es nach',
    next: 'Zuerst die Steckdose ansehen, oder bei ihrem Lauf „Noch einmal nachsehen“ drücken.',
  },
  'already-reset': {
    title: 'Sie ist schon gelöscht: früher zurückgesetzt, oder in Einrichtung',
    next: 'Nichts zu tun. Ist sie wieder eingerichtet, lässt sie sich wieder planen.',
  },
  protected: {
    title: 'Sie ist geschützt',
    next: 'Den dazu vermerkten Grund lesen; nur wenn er nicht mehr gilt, sie im Bestand auswählen und „Schutz aufheben“ drücken.',
  },
  occupied: {
    title: 'Ihr Raum ist belegt',
    next: 'Bis zu dem beim Raum vermerkten Tag warten, oder den Raum als frei markieren.',
  },
  'not-owned': {
    title: 'Sie ist nicht als eigene markiert',
    next: 'Falls sie eine eigene ist, sie zuerst im Bestand auswählen und „Als eigene markieren“ drücken.',
  },
  'other-owner': {
    title: 'Seit sie als eigene markiert wurde, hat sie das Konto gewechselt',
    next: 'Herausfinden, wer sie eingerichtet hat. Ist sie noch eine eigene, neu als eigene markieren.',
  },
  loaded: {
    title: 'Es läuft etwas daran',
    next: 'Nachsehen, was eingesteckt ist. Darf es den Strom verlieren, es im Plan in Kauf nehmen.',
  },
  'feeds-network': {
    title: 'Sie versorgt Netzwerktechnik',
    next: 'Darf diese Technik ausfallen, es im Plan in Kauf nehmen; sie kommt dann zuletzt dran, allein.',
  },
  'stale-sighting': {
    title: 'Von ihr war seit mehr als 24 Stunden nichts zu hören',
    next: 'Neu suchen und neu planen, oder es im Plan in Kauf nehmen.',
  },
  'no-snapshot': {
    title: 'Ihre Einstellungen ließen sich nicht lesen und darum nicht aufbewahren',
    next: 'Neu planen, oder den Verlust im Plan in Kauf nehmen.',
  },
  'still-here': {
    title: 'Zurücksetzen wurde gesendet, sie antwortet noch wie vorher',
    next: 'Sie mit ihrer Taste löschen.',
  },
  'not-the-same-device': {
    title: 'Unter ihrer Adresse antwortete ein anderes Gerät; gesendet wurde nichts',
    next: 'Neu suchen und einen neuen Plan erstellen.',
  },
  refused: {
    title: 'Sie hat auf das Zurücksetzen mit einem Fehler geantwortet',
    next: 'Sie mit ihrer Taste löschen.',
  },
  'network-lost': {
    title: 'Das Netz fiel aus, darum beweist Schweigen nichts',
    next: 'Das Netz wiederherstellen (an einer Anmeldeseite neu anmelden) und den Lauf öffnen: „Noch einmal nachsehen“ drücken, dann „Fortfahren“.',
  },
  slept: {
    title: 'Dieser Computer hat mittendrin geschlafen',
    next: 'Den Lauf öffnen: „Noch einmal nachsehen“ drücken, dann „Fortfahren“.',
  },
  stopped: {
    title: 'Von einem Menschen angehalten',
    next: 'Den Lauf öffnen: „Noch einmal nachsehen“ drücken, dann „Fortfahren“.',
  },
  'pilot-failed': {
    title:
      'Die erste Steckdose mit diesem Modell und dieser Firmware wurde nicht zurückgesetzt, darum blieb diese unberührt',
    next: 'Jene erste Steckdose ansehen; die anderen neu planen oder mit der Taste löschen.',
  },
  'too-many-failures': {
    title: 'Zu viele der letzten Steckdosen wurden nicht zurückgesetzt',
    next: 'Die fehlgeschlagenen ansehen, bevor beim Lauf „Fortfahren“ gedrückt wird.',
  },
  timeout: {
    title: 'Sie hat zu langsam geantwortet',
    next: 'Näher an ihren Zugangspunkt gehen oder es noch einmal versuchen.',
  },
  garbled: {
    title: 'Was sie antwortete, war nicht zu verstehen',
    next: 'Sie vom Strom nehmen, wieder einstecken und es noch einmal versuchen, oder sie mit ihrer Taste löschen.',
  },
  'login-page': {
    title: 'Statt ihrer hat eine Webseite geantwortet, etwa die Anmeldeseite eines Netzes',
    next: 'An diesem Netz anmelden oder mit dem Netz der Steckdosen verbinden, dann noch einmal suchen.',
  },
  'bad-input': { title: 'Diese Eingabe ist nicht brauchbar', next: 'Berichtigen und noch einmal versuchen.' },
  'bad-network': {
    title: 'Das ist kein Netz, kein Bereich und keine Adresse',
    next: 'So schreiben: 192.168.7.0/24, 192.168.7.10-192.168.7.90 oder 192.168.7.12.',
  },
  'network-too-large': {
    title: 'Dieses Netz hat zu viele Adressen, um es durchzugehen',
    next: 'Kleinere Netze nennen, höchstens /16.',
  },
  'empty-selection': {
    title: 'Keine Steckdose ist ausgewählt',
    next: 'Im Bestand Steckdosen auswählen.',
  },
  'unknown-plug': {
    title: 'Diese Steckdose ist nicht im Bestand',
    next: 'Im Bestand nachsehen, oder zuerst suchen.',
  },
  'unknown-outlet': {
    title: 'Diesen Steckplatz hat die Steckdose nicht',
    next: 'Die Steckplätze stehen mit Namen bei den Einzelheiten der Steckdose im Bestand.',
  },
  'unknown-login': { title: 'Kein Konto mit dieser Bezeichnung', next: 'Die Konten stehen in den Einstellungen.' },
  'unknown-plan': { title: 'Kein Plan mit dieser Kennung', next: 'Unter „Plan und Lauf“ einen erstellen.' },
  'unknown-run': { title: 'Kein Lauf mit dieser Kennung', next: 'Die Läufe stehen unter „Plan und Lauf“.' },
  'unknown-site': {
    title: 'Kein Standort mit diesem Namen',
    next: 'In den Einstellungen unter „Standorte und Räume“ anlegen.',
  },
  'login-exists': {
    title: 'Ein Konto mit dieser Bezeichnung gibt es schon',
    next: 'Zuerst jenes entfernen, oder eine andere Bezeichnung wählen.',
  },
  'file-unreadable': {
    title: 'Die Datei lässt sich nicht lesen',
    next: 'Pfad und Zugriffsrechte prüfen.',
  },
  'file-unwritable': {
    title: 'Die Datei lässt sich nicht schreiben',
    next: 'Prüfen, ob es den Ordner gibt und ob darin geschrieben werden darf.',
  },
  'wrong-confirm': {
    title: 'Die eingegebene Zahl ist nicht die Zahl der Steckdosen',
    next: 'Den Plan noch einmal lesen und seine Zahl bestätigen.',
  },
  'plan-stale': {
    title: 'Der Plan passt nicht mehr zu dem, was bekannt ist',
    next: 'Einen neuen Plan erstellen; planen kostet nichts.',
  },
  'plan-used': {
    title: 'Dieser Plan wurde schon ausgeführt',
    next: 'Für den Rest einen neuen Plan erstellen.',
  },
  'run-active': { title: 'Ein anderer Lauf sendet gerade', next: 'Warten, bis er endet, oder ihn anhalten.' },
  'nothing-waiting': {
    title: 'Keine Steckdose dieses Laufs wartet',
    next: 'Den Lauf öffnen, um zu sehen, wie es um seine Steckdosen steht.',
  },
  'not-a-card': {
    title: 'Diese Steckdose hat in jenem Lauf keine Karte zum Abhaken',
    next: 'Den Lauf öffnen, um zu sehen, welche Steckdosen eine Hand brauchen.',
  },
  'unknown-page': {
    title: 'Zu diesem Lauf wurde keine Seite mit diesem Code gedruckt',
    next: 'Den Code am Fuß der Seite und den Lauf daneben noch einmal lesen; eine Steckdose lässt sich auch über ihre MAC abhaken.',
  },
  'database-in-use': {
    title: 'Ein anderes Plugfleet benutzt diese Datenbank',
    next: 'Es schließen, oder dieses mit einer anderen Datenbank starten.',
  },
  'database-newer': {
    title: 'Diese Datenbank stammt von einem neueren Plugfleet',
    next: 'Plugfleet aktualisieren. Bis dahin lässt sie sich ansehen und ausgeben.',
  },
  'database-damaged': {
    title: 'Diese Datenbank ist beschädigt',
    next: 'Eine Sicherung oder die Kopie von vor der letzten Aktualisierung (.bak daneben) mit der Kommandozeile einspielen (db restore).',
  },
  'database-read-only': {
    title: 'In diese Datenbank lässt sich nicht schreiben',
    next: 'Zugriffsrechte von Datei und Ordner prüfen.',
  },
  'database-unopenable': {
    title: 'Diese Datenbank lässt sich nicht öffnen',
    next: 'Prüfen, ob es ihren Ordner gibt und ob er gelesen werden darf.',
  },
  'database-lost': {
    title: 'Die Datenbank ist während der Arbeit verschwunden',
    next: 'Herausfinden, was sie weggenommen, ersetzt oder ihren Datenträger abgetrennt hat, das beheben und neu starten.',
  },
  'disk-full': {
    title: 'Der Datenträger ist voll',
    next: 'Platz schaffen; von dem, was aufgezeichnet wurde, ist nichts verloren.',
  },
  'vault-locked': {
    title: 'Die hinterlegten Passwörter lassen sich nicht öffnen',
    next: 'Den Schlüssel angeben, mit dem sie angelegt wurden (PLUGFLEET_VAULT_KEY, Schlüsselbund oder Schlüsseldatei), oder die Tresordatei entfernen und die Konten neu hinterlegen.',
  },
  'runtime-too-old': { title: 'Dieses Node ist zu alt für Plugfleet', next: 'Node 24 oder neuer installieren.' },
  'port-taken': {
    title: 'Der Port ist belegt',
    next: 'Das andere Programm schließen oder einen anderen Port wählen.',
  },
  'no-interface': {
    title: 'Keine Netzwerkschnittstelle zum Senden',
    next: 'Mit dem Netz der Steckdosen verbinden.',
  },
  'no-permission': {
    title: 'Das System ließ Plugfleet dorthin nicht senden',
    next: 'In der Firewall erlauben, oder beim Suchen ein Netz nennen.',
  },
  internal: { title: 'Ein Fehler in Plugfleet', next: 'Bitte mit diesem Text melden.' },
  'host-lost': {
    title: 'Plugfleet antwortet nicht',
    next: 'Es wird von selbst weiter versucht. Hilft das nicht, Plugfleet neu starten.',
  },
};
