-- Outlets that a person put out of reach, as a list of {id, alias, reason, by}. It is apart from what the plug tells of its
-- outlets, so that a look at the plug can never lift a protection.
ALTER TABLE plug ADD COLUMN protectedOutlets TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(protectedOutlets));
