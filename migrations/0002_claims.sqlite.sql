-- Claims that were refused are found by their identifier, so that they can be judged again when it is freed.
CREATE INDEX conflicts_by_identifier ON conflicts (type, value, noted_at, kind, source, id) WHERE resolved_at IS NULL;
-- For counting those who claim an identifier.
CREATE INDEX conflicts_by_claimant ON conflicts (type, value, profile) WHERE resolved_at IS NULL;

-- Identifiers whose refused claims have to be judged again. `stamp` moves whenever one is queued; `after_…` names the last
-- claim that was judged since. Once all were, and are more than a page, `band` tells which of the newest are compared with
-- all others.
CREATE TABLE claim_queue (
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    after_at INTEGER,
    after_kind INTEGER,
    after_source TEXT,
    after_id TEXT,
    band INTEGER,
    PRIMARY KEY (type, value)
) STRICT, WITHOUT ROWID;

-- A fact without a payload was withdrawn: its row remembers until when.

-- Who was taken apart: a fact of the first and of the second profile; null where only the profiles are known.
ALTER TABLE separations ADD COLUMN first_fact BLOB;
ALTER TABLE separations ADD COLUMN second_fact BLOB;

-- Products, categories, agents, channels and weak identifiers that a profile counts, where they are too many to be listed in
-- its state. `kind` is 1 product, 2 category, 3 agent, 4 channel, 5 identifier; the foremost has the greatest ranks.
CREATE TABLE tallies (
    profile BLOB NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    rank INTEGER NOT NULL,
    rank_at INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (profile, kind, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX tallies_in_order ON tallies (profile, kind, rank DESC, rank_at DESC, name);

-- Which derivation folded the state: those of an earlier one are folded anew while the store is served.
ALTER TABLE profiles ADD COLUMN derivation INTEGER NOT NULL DEFAULT 0;
CREATE INDEX profiles_by_derivation ON profiles (derivation) WHERE state IS NOT NULL;
