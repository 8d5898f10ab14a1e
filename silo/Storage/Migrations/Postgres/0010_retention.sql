-- What stands for entries that were removed by policy (docs/decisions/026-retention.md).

-- The fold of the first entries of a journal, up to seq, which are gone. received_at: the latest arrival among them. seen: the latest of their message ids (hash,
-- arrival), newest first.
CREATE TABLE journal_base (
    seq bigint NOT NULL,
    received_at bigint NOT NULL,
    made_at bigint NOT NULL,
    customer_id text COLLATE "C" NOT NULL PRIMARY KEY,
    state bytea NOT NULL,
    seen bytea NOT NULL
);

-- What those entries had counted, of everybody together: a recount begins here. scope: '' for the whole. Nothing else reads it.
CREATE TABLE counter_base (
    minute bigint NOT NULL,
    scope text COLLATE "C" NOT NULL,
    metric text COLLATE "C" NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    value numeric NOT NULL,
    PRIMARY KEY (scope, minute, metric, dimension)
);
