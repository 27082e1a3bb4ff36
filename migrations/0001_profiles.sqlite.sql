-- Facts are the truth, profiles are derived from them. Every hot operation names a single key; there are no foreign keys,
-- triggers or unique constraints across groups, so that the same shape can be spread over machines.
--
-- Times are milliseconds since 1970-01-01T00:00Z. Profile ids are 16 bytes, big-endian. `kind` is 1 customer, 2 order,
-- 3 interaction, 4 activity. Payloads and states are in the binary form of ProfileStore/Encoding.

CREATE TABLE facts (
    kind INTEGER NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    -- The profile that holds the fact now.
    profile BLOB NOT NULL,
    -- The profile it belongs to when no merge counts.
    home BLOB NOT NULL,
    happened_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    -- The identifier that led to the profile; null when the fact began it.
    basis_type TEXT,
    basis_value TEXT,
    payload BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX facts_by_key ON facts (kind, source, id);
-- For the timeline, and for all facts of a profile: one index, since each costs a page written for every fact.
CREATE INDEX facts_by_time ON facts (profile, happened_at DESC, kind, source, id);

CREATE TABLE links (
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    -- The profile it belongs to when no merge counts. Part of the key: of two merged profiles, both may have been linked to
    -- one weak identifier.
    home BLOB NOT NULL,
    profile BLOB NOT NULL,
    stated_kind INTEGER NOT NULL,
    stated_source TEXT NOT NULL,
    stated_id TEXT NOT NULL,
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (type, value, home)
) STRICT, WITHOUT ROWID;

CREATE INDEX links_by_profile ON links (profile);

-- A profile that is no more stays as its last change: without version and state.
CREATE TABLE profiles (
    id BLOB NOT NULL,
    version INTEGER,
    sequence INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    state BLOB
) STRICT;

CREATE UNIQUE INDEX profiles_by_id ON profiles (id);
CREATE INDEX profiles_by_sequence ON profiles (sequence);

CREATE TABLE aliases (
    alias BLOB NOT NULL PRIMARY KEY,
    profile BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX aliases_by_profile ON aliases (profile);

CREATE TABLE merges (
    absorbed BLOB NOT NULL,
    merged_at INTEGER NOT NULL,
    survivor BLOB NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (absorbed, merged_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX merges_by_survivor ON merges (survivor);

CREATE TABLE conflicts (
    kind INTEGER NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    rule TEXT NOT NULL,
    limited_type TEXT,
    profile BLOB NOT NULL,
    holder BLOB,
    noted_at INTEGER NOT NULL,
    resolved_at INTEGER,
    PRIMARY KEY (kind, source, id, type, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX conflicts_in_order
    ON conflicts ((resolved_at IS NOT NULL), noted_at DESC, kind, source, id, type, value);
CREATE INDEX conflicts_by_profile ON conflicts (profile);
CREATE INDEX conflicts_by_holder ON conflicts (holder) WHERE holder IS NOT NULL;

CREATE TABLE separations (
    first BLOB NOT NULL,
    second BLOB NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;

CREATE INDEX separations_by_second ON separations (second);

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;
