-- The change feed, browser sessions and stream tickets. The same tables as in the file for SQLite beside this one.

-- Of each kind of records, and of the tier, the last change that it had a part in; null where nobody noted it.
ALTER TABLE profiles ADD COLUMN customer_sequence bigint;
ALTER TABLE profiles ADD COLUMN order_sequence bigint;
ALTER TABLE profiles ADD COLUMN interaction_sequence bigint;
ALTER TABLE profiles ADD COLUMN activity_sequence bigint;
ALTER TABLE profiles ADD COLUMN standing_sequence bigint;

-- Distributed by `profile`. What happens to a profile that somebody waits for by itself, with the number of the change
-- that it came with. Kept for some days.
CREATE TABLE events (
    profile uuid NOT NULL,
    sequence bigint NOT NULL,
    -- Among those of one change.
    place bigint NOT NULL,
    happened_at bigint NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (profile, sequence, place)
);

CREATE INDEX events_by_sequence ON events (sequence);
CREATE INDEX events_by_time ON events (happened_at);

-- Distributed by `profile`. The tier that was announced last; null for none.
CREATE TABLE tiers (
    profile uuid NOT NULL PRIMARY KEY,
    tier text COLLATE "C",
    -- When time alone may end it.
    ends_at bigint
);

CREATE INDEX tiers_by_end ON tiers (ends_at) WHERE ends_at IS NOT NULL;

-- Small, and therefore on every machine; so are the tickets.
CREATE TABLE sessions (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    payload bytea NOT NULL
);

-- Each opens one stream and is gone then.
CREATE TABLE tickets (
    -- A hash of what opens it, in hexadecimal.
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    expires_at bigint NOT NULL,
    payload bytea NOT NULL
);
