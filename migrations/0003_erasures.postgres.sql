-- Who was erased, without saying who: what of an erasure may be kept, and keyed hashes of the names it buried. The same
-- tables as in the file for SQLite beside this one.

-- Small, and therefore on every machine.
CREATE TABLE erasures (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    erased_at bigint NOT NULL,
    -- When the person's records were taken again; its tombstones are gone then.
    lifted_at bigint,
    payload bytea NOT NULL
);

CREATE INDEX erasures_in_order ON erasures (erased_at DESC, id);
-- Asked with every commit: whether any erasure holds.
CREATE INDEX erasures_holding ON erasures (id) WHERE lifted_at IS NULL;

-- Distributed by `hash`, which is no id, but as long as one.
CREATE TABLE tombstones (
    hash uuid NOT NULL,
    erasure text COLLATE "C" NOT NULL,
    PRIMARY KEY (hash, erasure)
);

CREATE INDEX tombstones_by_erasure ON tombstones (erasure, hash);
