-- By what people are found. The same tables as in the file for SQLite beside this one.

-- Distributed by `profile`. Rows follow from the state of their profile, which names all of them, so that no other index has
-- to.
CREATE TABLE search_terms (
    kind smallint NOT NULL,
    term text COLLATE "C" NOT NULL,
    -- Minus the month of the last contact, counted from January 1970; 0 without any.
    age smallint NOT NULL,
    profile uuid NOT NULL,
    -- All words of the name and the postal codes, each between blanks.
    words text COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, term, age, profile) INCLUDE (words)
);

-- Small, and therefore on every machine. Each word of a name once, in both directions: a slip in it leaves its beginning or
-- its end whole.
CREATE TABLE search_words (
    word text COLLATE "C" NOT NULL PRIMARY KEY,
    reversed text COLLATE "C" NOT NULL
);

CREATE INDEX search_words_reversed ON search_words (reversed);

-- As in `search_terms`, for those who are found otherwise.
ALTER TABLE profiles ADD COLUMN age smallint NOT NULL DEFAULT 0;
