-- Claims that were refused are found by their identifier, so that they can be judged again when it is freed. Conflicts are
-- distributed by `value` from now on, as links are.
CREATE INDEX conflicts_by_identifier ON conflicts (type, value, noted_at, kind, source, id) WHERE resolved_at IS NULL;
-- For counting those who claim an identifier.
CREATE INDEX conflicts_by_claimant ON conflicts (type, value, profile) WHERE resolved_at IS NULL;

-- Distributed by `value`. Identifiers whose refused claims have to be judged again. `stamp` moves whenever one is queued;
-- `after_…` names the last claim that was judged since. Once all were, and are more than a page, `band` tells which of the
-- newest are compared with all others.
CREATE TABLE claim_queue (
    type text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    stamp bigint NOT NULL,
    after_at bigint,
    after_kind smallint,
    after_source text COLLATE "C",
    after_id text COLLATE "C",
    band smallint,
    PRIMARY KEY (type, value)
);

-- A weak identifier may lead to thousands of profiles: one of its links is found by the profile.
CREATE INDEX links_of_profile ON links (profile, type, value);

-- A fact without a payload was withdrawn: its row remembers until when.

-- Who was taken apart: a fact of the first and of the second profile; null where only the profiles are known.
ALTER TABLE separations ADD COLUMN first_fact bytea;
ALTER TABLE separations ADD COLUMN second_fact bytea;

-- Distributed by `profile`. Products, categories, agents, channels and weak identifiers that a profile counts, where they are
-- too many to be listed in its state. `kind` is 1 product, 2 category, 3 agent, 4 channel, 5 identifier; the foremost has the
-- greatest ranks.
CREATE TABLE tallies (
    profile uuid NOT NULL,
    kind smallint NOT NULL,
    name text COLLATE "C" NOT NULL,
    rank bigint NOT NULL,
    rank_at bigint NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (profile, kind, name)
);

CREATE INDEX tallies_in_order ON tallies (profile, kind, rank DESC, rank_at DESC, name);

-- Changes are numbered in 16 stripes, so that commits seldom wait for one another: each takes its numbers from one counter.
-- `profiles.sequence` holds the stripe above the lower 56 bits. What version 1 numbered is the first stripe.
INSERT INTO counters (name, value) SELECT concat('changes/', n), 0 FROM generate_series(1, 15) AS n;

-- Which derivation folded the state: those of an earlier one are folded anew while the store is served.
ALTER TABLE profiles ADD COLUMN derivation smallint NOT NULL DEFAULT 0;
CREATE INDEX profiles_by_derivation ON profiles (derivation) WHERE state IS NOT NULL;
