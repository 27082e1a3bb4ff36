-- The arms of people who would have been invited to a chat, by the identifiers that they were drawn by, and how often
-- each was invited since.
CREATE TABLE invitations (
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    -- When anything of it last changed.
    changed_at INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (type, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX invitations_by_change ON invitations (changed_at);
