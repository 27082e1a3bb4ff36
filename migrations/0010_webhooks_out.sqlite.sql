-- Where changes are told, and what waits to be told there.

-- The change that began a profile, and the last with which a record of it was refused an identifier, or one more contact
-- came about an open matter; null where nobody noted it.
ALTER TABLE profiles ADD COLUMN begun_sequence INTEGER;
ALTER TABLE profiles ADD COLUMN conflict_sequence INTEGER;
ALTER TABLE profiles ADD COLUMN problem_sequence INTEGER;

CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What is to be told of a profile: later changes fold into it.
CREATE TABLE webhook_queue (
    webhook TEXT NOT NULL,
    profile BLOB NOT NULL,
    -- When it is to be sent, or the lease of the node that sends it ends; null for what is given up.
    due_at INTEGER,
    failed_at INTEGER,
    payload BLOB NOT NULL,
    PRIMARY KEY (webhook, profile)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_queue_by_due ON webhook_queue (webhook, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_queue_by_failure ON webhook_queue (webhook, failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX webhook_queue_by_profile ON webhook_queue (profile);
