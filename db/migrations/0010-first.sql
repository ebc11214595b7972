-- Columns bear the names of the fields of the records in contract/, so that a row is a record without translation.
-- `key` is a name as it is compared (db/name-key.ts); `name` is how it was first written.

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

-- A room without a site is one that a plug was given before it was given a site.
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

-- SQLite takes NULLs as different from each other, so the constraint above does not hold for rooms without a site.
CREATE UNIQUE INDEX roomWithoutSite ON room (key) WHERE siteId IS NULL;

-- One row per MAC, in one spelling only: two spellings would be two plugs, and one of them would not be protected.
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

-- One that does not tell its MAC is known by its address, for want of anything better.
CREATE UNIQUE INDEX otherWithoutMac ON other (address) WHERE mac IS NULL;

CREATE TABLE login (
  name TEXT PRIMARY KEY,
  email TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plan (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- AUTOINCREMENT keeps the highest number ever given in sqlite_sequence, so that entries cut off the end are missed.
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

-- INSERT OR REPLACE deletes without asking the trigger above, unless the connection has recursive_triggers on.
-- Ours has; this holds for every other connection as well.
CREATE TRIGGER ledgerKeepsPlaces BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger WHERE seq = NEW.seq) BEGIN
  SELECT raise(ABORT, 'the ledger only grows: entries are not replaced');
END;
