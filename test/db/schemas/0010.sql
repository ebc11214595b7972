PRAGMA application_id = 1346784340;
PRAGMA user_version = 10;
CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE CHECK (key <> ''),
  name TEXT NOT NULL
) STRICT;
CREATE TABLE siteNetwork (
  siteId INTEGER NOT NULL REFERENCES site,
  place INTEGER NOT NULL,
  network TEXT NOT NULL,
  expected INTEGER,
  PRIMARY KEY (siteId, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  siteId INTEGER REFERENCES site,
  key TEXT NOT NULL CHECK (key <> ''),
  name TEXT NOT NULL,
  walkOrder REAL,
  occupiedUntil TEXT,
  occupiedReason TEXT,
  UNIQUE (siteId, key)
) STRICT;
CREATE UNIQUE INDEX roomWithoutSite ON room (key) WHERE siteId IS NULL;
CREATE TABLE plug (
  id INTEGER PRIMARY KEY,
  mac TEXT NOT NULL UNIQUE CHECK (
    mac GLOB '[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]'
  ),
  deviceId TEXT,
  deviceIdHash TEXT,
  model TEXT NOT NULL,
  hardware TEXT,
  firmware TEXT,
  family TEXT NOT NULL,
  alias TEXT NOT NULL,
  label TEXT,
  siteId INTEGER REFERENCES site,
  roomId INTEGER REFERENCES room,
  serial TEXT,
  notes TEXT NOT NULL CHECK (json_valid(notes)),
  owned INTEGER NOT NULL CHECK (owned IN (0, 1)),
  ownerWhenOwned TEXT,
  protectedReason TEXT,
  protectedBy TEXT,
  feedsNetwork INTEGER NOT NULL CHECK (feedsNetwork IN (0, 1)),
  standing TEXT NOT NULL,
  why TEXT,
  route TEXT CHECK (json_valid(route)),
  address TEXT,
  network TEXT,
  lastSeenAt TEXT,
  owner TEXT,
  login TEXT,
  relay TEXT NOT NULL,
  watts REAL,
  rssi REAL,
  outlets TEXT NOT NULL CHECK (json_valid(outlets)),
  snapshotAt TEXT
) STRICT;
CREATE TABLE plug_tags (
  plugId INTEGER NOT NULL REFERENCES plug,
  tag TEXT NOT NULL,
  PRIMARY KEY (plugId, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE sighting (
  id INTEGER PRIMARY KEY,
  plugId INTEGER NOT NULL REFERENCES plug,
  at TEXT NOT NULL,
  address TEXT NOT NULL,
  source TEXT NOT NULL,
  owner TEXT,
  factoryDefault INTEGER CHECK (factoryDefault IN (0, 1))
) STRICT;
CREATE INDEX sightingNewest ON sighting (plugId, at);
CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  plugId INTEGER NOT NULL REFERENCES plug,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX snapshotOfPlug ON snapshot (plugId);
CREATE TABLE other (
  id INTEGER PRIMARY KEY,
  mac TEXT UNIQUE,
  address TEXT NOT NULL,
  model TEXT NOT NULL,
  kind TEXT NOT NULL,
  lastSeenAt TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX otherWithoutMac ON other (address) WHERE mac IS NULL;
CREATE TABLE login (
  name TEXT PRIMARY KEY,
  email TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE plan (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  run TEXT,
  mac TEXT,
  kind TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX ledgerOfRun ON ledger (run) WHERE run IS NOT NULL;
CREATE INDEX ledgerOfMac ON ledger (mac) WHERE mac IS NOT NULL;
CREATE INDEX ledgerOfKind ON ledger (kind);
CREATE TRIGGER ledgerKeepsEntries BEFORE DELETE ON ledger BEGIN
  SELECT raise(ABORT, 'the ledger only grows: entries are not deleted');
END;
CREATE TRIGGER ledgerKeepsContent BEFORE UPDATE ON ledger BEGIN
  SELECT raise(ABORT, 'the ledger only grows: entries are not changed');
END;
CREATE TRIGGER ledgerKeepsPlaces BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger WHERE seq = NEW.seq) BEGIN
  SELECT raise(ABORT, 'the ledger only grows: entries are not replaced');
END;
INSERT INTO "site" (id, key, name) VALUES (1, 'elm court', 'Elm Court');
INSERT INTO "siteNetwork" (siteId, place, network, expected) VALUES (1, 0, '192.168.7.0/24', 40);
INSERT INTO "room" (id, siteId, key, name, walkOrder, occupiedUntil, occupiedReason) VALUES (1, 1, 'flat 12', 'Flat 12', 2.5, '2026-12-01', 'guests');
INSERT INTO "plug" (id, mac, deviceId, deviceIdHash, model, hardware, firmware, family, alias, label, siteId, roomId, serial, notes, owned, ownerWhenOwned, protectedReason, protectedBy, feedsNetwork, standing, why, route, address, network, lastSeenAt, owner, login, relay, watts, rssi, outlets, snapshotAt) VALUES (1, '00:00:00:00:00:01', '8006800680068006800680068006800680068006', 'CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC', 'HS300', '2.0', '1.0.12', 'kasa', 'Küche "links"', 'A-17', 1, 1, 'S1', '{"supplier":"Ångström"}', 1, 'DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD', 'fridge', 'Ada', 1, 'needs-login', 'needs-login', '{"host":"192.168.7.12","port":9999,"dialect":"iot","transport":"xor","tls":false}', '192.168.7.12', '192.168.7.0/24', '2026-11-23T10:00:00.000Z', '', 'main', 'on', 4.25, -61, '[{"id":"00","alias":"kettle","relay":"on","watts":null}]', '2026-11-23T10:00:01.000Z');
INSERT INTO "plug" (id, mac, deviceId, deviceIdHash, model, hardware, firmware, family, alias, label, siteId, roomId, serial, notes, owned, ownerWhenOwned, protectedReason, protectedBy, feedsNetwork, standing, why, route, address, network, lastSeenAt, owner, login, relay, watts, rssi, outlets, snapshotAt) VALUES (2, '00:00:00:00:00:02', NULL, NULL, 'HS300', NULL, NULL, 'kasa', 'O''Brien; 
--', NULL, NULL, NULL, NULL, '{}', 0, NULL, NULL, NULL, 0, 'ready', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'on', NULL, NULL, '[]', NULL);
INSERT INTO "plug_tags" (plugId, tag) VALUES (1, 'kitchen');
INSERT INTO "plug_tags" (plugId, tag) VALUES (1, 'strip');
INSERT INTO "sighting" (id, plugId, at, address, source, owner, factoryDefault) VALUES (1, 1, '2026-11-23T10:00:00.000Z', '192.168.7.12', 'tdp', '', 1);
INSERT INTO "snapshot" (id, plugId, body) VALUES (1, 1, '{"takenAt":"2026-11-23T10:00:01.000Z","alias":"Küche","outlets":[{"id":"00","alias":"kettle"}],"owner":"","ssid":"Elm Guests","hasLocation":true,"rules":[{"kind":"schedule","rule":{"id":"R1","smin":420,"wday":[1,0,1]}}],"ledOff":false,"energy":{"totalWh":12.5,"monthWh":null,"todayWh":1},"matterCode":null,"unread":["away"]}');
INSERT INTO "other" (id, mac, address, model, kind, lastSeenAt) VALUES (1, '00:00:00:00:00:09', '10.0.0.9', 'C200', 'camera', '2026-11-23T10:00:00.000Z');
INSERT INTO "login" (name, email) VALUES ('main', 'a@example.com');
INSERT INTO "plan" (id, body) VALUES ('P-7K3QD', '{"id":"P-7K3QD","at":"2026-11-23T10:00:00.000Z","allow":["loaded"],"counts":{"network":1,"hands":0,"leave":0},"items":[{"mac":"00:00:00:00:00:01","way":"network","reasons":["loaded"],"loads":[{"outlet":null,"name":"x","watts":60.5}],"plug":{"mac":"00:00:00:00:00:01","deviceId":null,"model":"HS100","hardware":null,"firmware":null,"family":"kasa","alias":"x","label":null,"site":null,"room":null,"owner":null,"owned":true,"protected":false,"occupied":false,"feedsNetwork":false,"address":null,"network":null,"route":null,"lastSeenAt":null,"watts":60.5,"outlets":[],"protectedOutlets":[]}}]}');
INSERT INTO "ledger" (seq, at, run, mac, kind, body, hash) VALUES (1, '2026-11-23T10:00:00.000Z', 'R-1', '00:00:00:00:00:01', 'run-continued', '{"by":"Ada"}', '838dd59fe6251bb3b93c0612f5fbe38ebff8b4ee42aaae98d43610476de611fa');
INSERT INTO "ledger" (seq, at, run, mac, kind, body, hash) VALUES (2, '2026-11-23T10:00:00.000Z', NULL, NULL, 'run-continued', '{"by":"Bo"}', '321a2d5525ca3f3c2a402117327d0923ef9280b33cec17e1f11fac1d6b53d80f');
