-- The arms of people who would have been invited to a chat, by the identifiers that they were drawn by, and how often
-- each was invited since. The same table as in the file for SQLite beside this one.

-- Distributed by `value`, in one group with `links`.
CREATE TABLE invitations (
    type text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    -- When anything of it last changed.
    changed_at bigint NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (type, value)
);

CREATE INDEX invitations_by_change ON invitations (changed_at);
