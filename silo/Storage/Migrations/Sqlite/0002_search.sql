-- Search by the beginnings of words, and lists that show what somebody is worth without waking her.

-- The words of everybody of whom more is known than the id (docs/decisions/013-search.md).
CREATE TABLE customer_word (
    word TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    PRIMARY KEY (word, customer_id)
) WITHOUT ROWID;

-- search: the same words between blanks, filled with the table. purchases: amounts by currency; NULL in rows that an older program wrote last.
ALTER TABLE customer ADD COLUMN purchases TEXT;
