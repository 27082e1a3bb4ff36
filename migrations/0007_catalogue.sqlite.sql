-- Records about no customer, which profiles refer to: products and notices.
CREATE TABLE catalogue (
    kind INTEGER NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    -- Of the last change: ascends with every commit.
    sequence INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- Null once it was withdrawn.
    payload BLOB,
    PRIMARY KEY (kind, source, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX catalogue_by_sequence ON catalogue (sequence, kind, source, id);
