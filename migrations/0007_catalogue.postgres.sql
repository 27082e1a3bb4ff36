-- Records about no customer, which profiles refer to: products and notices. The same table as in the file for SQLite
-- beside this one.

-- Small, and therefore on every machine.
CREATE TABLE catalogue (
    kind smallint NOT NULL,
    source text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    -- Of the last change: ascends with every commit.
    sequence bigint NOT NULL,
    updated_at bigint NOT NULL,
    -- Null once it was withdrawn.
    payload bytea,
    PRIMARY KEY (kind, source, id)
);

CREATE INDEX catalogue_by_sequence ON catalogue (sequence, kind, source, id);
