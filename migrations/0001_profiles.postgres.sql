-- Facts are the truth, profiles are derived from them. The same tables as in the file for SQLite beside this one.
--
-- The shape can be spread over machines: each table names below the column it is distributed by, every hot statement
-- names that column, and there are no foreign keys, triggers, serial numbers or unique constraints across groups. Rows
-- never change the column they are distributed by: a merge changes `profile`, which is a plain column.
--
-- Times are milliseconds since 1970-01-01T00:00Z. Texts compare as bytes. `kind` is 1 customer, 2 order, 3 interaction,
-- 4 activity. Payloads and states are in the binary form of ProfileStore/Encoding.

-- Distributed by `id`.
CREATE TABLE facts (
    kind smallint NOT NULL,
    source text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    -- The profile that holds the fact now.
    profile uuid NOT NULL,
    -- The profile it belongs to when no merge counts.
    home uuid NOT NULL,
    happened_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    received_at bigint NOT NULL,
    -- The identifier that led to the profile; null when the fact began it.
    basis_type text COLLATE "C",
    basis_value text COLLATE "C",
    payload bytea NOT NULL,
    PRIMARY KEY (kind, source, id)
);

-- For the timeline, and for all facts of a profile.
CREATE INDEX facts_by_time ON facts (profile, happened_at DESC, kind, source, id);

-- Distributed by `value`.
CREATE TABLE links (
    type text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    -- The profile it belongs to when no merge counts. Part of the key: of two merged profiles, both may have been linked to
    -- one weak identifier.
    home uuid NOT NULL,
    profile uuid NOT NULL,
    stated_kind smallint NOT NULL,
    stated_source text COLLATE "C" NOT NULL,
    stated_id text COLLATE "C" NOT NULL,
    linked_at bigint NOT NULL,
    PRIMARY KEY (type, value, home)
);

CREATE INDEX links_by_profile ON links (profile);

-- Distributed by `id`. A profile that is no more stays as its last change: without version and state.
CREATE TABLE profiles (
    id uuid NOT NULL PRIMARY KEY,
    version bigint,
    sequence bigint NOT NULL,
    changed_at bigint NOT NULL,
    state bytea
)
-- States of ordinary size stay in the row, which then is read and written at once and not compressed.
WITH (toast_tuple_target = 8160);

CREATE INDEX profiles_by_sequence ON profiles (sequence);

-- One row, whose lock puts commits in the order of their numbers. The free space keeps its updates on one page.
CREATE TABLE counters (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    value bigint NOT NULL
) WITH (fillfactor = 10);

INSERT INTO counters (name, value) VALUES ('changes', 0);

-- Distributed by `alias`.
CREATE TABLE aliases (
    alias uuid NOT NULL PRIMARY KEY,
    profile uuid NOT NULL
);

CREATE INDEX aliases_by_profile ON aliases (profile);

-- Distributed by `absorbed`.
CREATE TABLE merges (
    absorbed uuid NOT NULL,
    merged_at bigint NOT NULL,
    survivor uuid NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (absorbed, merged_at)
);

CREATE INDEX merges_by_survivor ON merges (survivor);

-- Distributed by `id`.
CREATE TABLE conflicts (
    kind smallint NOT NULL,
    source text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    limited_type text COLLATE "C",
    profile uuid NOT NULL,
    holder uuid,
    noted_at bigint NOT NULL,
    resolved_at bigint,
    PRIMARY KEY (kind, source, id, type, value)
);

CREATE INDEX conflicts_in_order
    ON conflicts ((resolved_at IS NOT NULL), noted_at DESC, kind, source, id, type, value);
CREATE INDEX conflicts_by_profile ON conflicts (profile);
CREATE INDEX conflicts_by_holder ON conflicts (holder) WHERE holder IS NOT NULL;

-- Small, and therefore on every machine; so are the settings and the keys.
CREATE TABLE separations (
    first uuid NOT NULL,
    second uuid NOT NULL,
    PRIMARY KEY (first, second)
);

CREATE INDEX separations_by_second ON separations (second);

CREATE TABLE settings (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE api_keys (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    created_at bigint NOT NULL,
    payload bytea NOT NULL
);
