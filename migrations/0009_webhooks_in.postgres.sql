-- Where other systems send what they know, and what they sent. The same tables as in the file for SQLite beside this one.

-- Small, and therefore on every machine.
CREATE TABLE webhook_endpoints (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    payload bytea NOT NULL
);

-- Distributed by `id`.
CREATE TABLE webhook_deliveries (
    endpoint text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    -- 0 taken, 1 failed, 2 waiting for a person, 3 settled by a person.
    state smallint NOT NULL,
    received_at bigint NOT NULL,
    -- Keyed hashes of whom it is about, 16 bytes each; null where nothing of it is kept.
    names bytea,
    payload bytea,
    PRIMARY KEY (endpoint, id)
);

CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (endpoint, state, received_at, id);
