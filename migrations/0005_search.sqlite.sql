-- By what people are found: words of names (`kind` 1), parts of mail addresses (2), the digits of phone numbers in reverse
-- (3). Order numbers, and the beginnings of addresses and numbers, are found by `facts` and `links`. Rows follow from the
-- state of their profile, which names all of them, so that no other index has to.
CREATE TABLE search_terms (
    kind INTEGER NOT NULL,
    term TEXT NOT NULL,
    -- Minus the month of the last contact, counted from January 1970; 0 without any.
    age INTEGER NOT NULL,
    profile BLOB NOT NULL,
    -- All words of the name and the postal codes, each between blanks.
    words TEXT NOT NULL,
    PRIMARY KEY (kind, term, age, profile)
) STRICT, WITHOUT ROWID;

-- Each word of a name once, in both directions: a slip in it leaves its beginning or its end whole.
CREATE TABLE search_words (
    word TEXT NOT NULL PRIMARY KEY,
    reversed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX search_words_reversed ON search_words (reversed);

-- As in `search_terms`, for those who are found otherwise.
ALTER TABLE profiles ADD COLUMN age INTEGER NOT NULL DEFAULT 0;
