-- Who was erased, without saying who: what of an erasure may be kept, and keyed hashes of the names it buried.

CREATE TABLE erasures (
    id TEXT NOT NULL PRIMARY KEY,
    erased_at INTEGER NOT NULL,
    -- When the person's records were taken again; its tombstones are gone then.
    lifted_at INTEGER,
    payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX erasures_in_order ON erasures (erased_at DESC, id);
-- Asked with every commit: whether any erasure holds.
CREATE INDEX erasures_holding ON erasures (id) WHERE lifted_at IS NULL;

CREATE TABLE tombstones (
    -- 16 bytes.
    hash BLOB NOT NULL,
    erasure TEXT NOT NULL,
    PRIMARY KEY (hash, erasure)
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstones_by_erasure ON tombstones (erasure, hash);
