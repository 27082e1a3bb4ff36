-- The change feed, browser sessions and stream tickets.

-- Of each kind of records, and of the tier, the last change that it had a part in; null where nobody noted it.
ALTER TABLE profiles ADD COLUMN customer_sequence INTEGER;
ALTER TABLE profiles ADD COLUMN order_sequence INTEGER;
ALTER TABLE profiles ADD COLUMN interaction_sequence INTEGER;
ALTER TABLE profiles ADD COLUMN activity_sequence INTEGER;
ALTER TABLE profiles ADD COLUMN standing_sequence INTEGER;

-- What happens to a profile that somebody waits for by itself, with the number of the change that it came with. Kept for
-- some days.
CREATE TABLE events (
    profile BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    -- Among those of one change.
    place INTEGER NOT NULL,
    happened_at INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (profile, sequence, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_by_sequence ON events (sequence);
CREATE INDEX events_by_time ON events (happened_at);

-- The tier that was announced last; null for none.
CREATE TABLE tiers (
    profile BLOB NOT NULL PRIMARY KEY,
    tier TEXT,
    -- When time alone may end it.
    ends_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX tiers_by_end ON tiers (ends_at) WHERE ends_at IS NOT NULL;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Each opens one stream and is gone then.
CREATE TABLE tickets (
    -- A hash of what opens it, in hexadecimal.
    id TEXT NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;
