-- What stands for entries that were removed by policy (docs/decisions/026-retention.md).

-- The fold of the first entries of a journal, up to seq, which are gone. received_at: the latest arrival among them. seen: the latest of their message ids (hash,
-- arrival), newest first.
CREATE TABLE journal_base (
    customer_id TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    state BLOB NOT NULL,
    seen BLOB NOT NULL
);

-- What those entries had counted, of everybody together: a recount begins here. scope: "" for the whole. Nothing else reads it.
CREATE TABLE counter_base (
    scope TEXT NOT NULL,
    minute INTEGER NOT NULL,
    metric TEXT NOT NULL,
    dimension TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scope, minute, metric, dimension)
) WITHOUT ROWID;
