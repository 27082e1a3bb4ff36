-- Where other systems send what they know, each with its sealed secrets and its mappings.
CREATE TABLE webhook_endpoints (
    name TEXT NOT NULL PRIMARY KEY,
    payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What they sent: of what was taken the id, for some days, and what could not be taken with its reason.
CREATE TABLE webhook_deliveries (
    endpoint TEXT NOT NULL,
    id TEXT NOT NULL,
    -- 0 taken, 1 failed, 2 waiting for a person, 3 settled by a person.
    state INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    -- Keyed hashes of whom it is about, 16 bytes each; null where nothing of it is kept.
    names BLOB,
    payload BLOB,
    PRIMARY KEY (endpoint, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (endpoint, state, received_at, id);
