-- Where changes are told, and what waits to be told there. The same tables as in the file for SQLite beside this one.

-- The change that began a profile, and the last with which a record of it was refused an identifier, or one more contact
-- came about an open matter; null where nobody noted it.
ALTER TABLE profiles ADD COLUMN begun_sequence bigint;
ALTER TABLE profiles ADD COLUMN conflict_sequence bigint;
ALTER TABLE profiles ADD COLUMN problem_sequence bigint;

-- Small, and therefore on every machine.
CREATE TABLE webhooks (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    created_at bigint NOT NULL,
    payload bytea NOT NULL
);

-- Distributed by `webhook`. What is to be told of a profile: later changes fold into it.
CREATE TABLE webhook_queue (
    webhook text COLLATE "C" NOT NULL,
    profile uuid NOT NULL,
    -- When it is to be sent, or the lease of the node that sends it ends; null for what is given up.
    due_at bigint,
    failed_at bigint,
    payload bytea NOT NULL,
    PRIMARY KEY (webhook, profile)
);

CREATE INDEX webhook_queue_by_due ON webhook_queue (webhook, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_queue_by_failure ON webhook_queue (webhook, failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX webhook_queue_by_profile ON webhook_queue (profile);
