-- When the secret was stored: a login that a plug turned down is tried there again only after its secret changed.
ALTER TABLE login ADD COLUMN setAt TEXT NOT NULL DEFAULT '';
