-- The journal and what is written in its transactions. Times are Unix milliseconds.

-- Rows are appended in arrival order; only the small index is written at random places (docs/decisions/003-journal-layout.md).
CREATE TABLE journal (
    customer_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    message_id TEXT,
    name TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (customer_id, seq)
);

-- Hashes of message ids that left a customer's memory within the horizon of exactness.
CREATE TABLE seen_overflow (
    customer_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (customer_id, hash)
) WITHOUT ROWID;

-- The read model of search and lists. search: id, name, e-mail and phone in lower case, for substrings.
CREATE TABLE customer (
    customer_id TEXT NOT NULL PRIMARY KEY,
    linked_to TEXT,
    known INTEGER NOT NULL,
    display_name TEXT,
    email TEXT,
    phone TEXT,
    stage TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    search TEXT NOT NULL
);

CREATE INDEX customer_by_last_seen ON customer (last_seen, customer_id) WHERE linked_to IS NULL;
CREATE INDEX customer_by_link ON customer (linked_to) WHERE linked_to IS NOT NULL;

-- minute: Unix minutes, -1 = over all time. value: an exact decimal in its shortest form.
CREATE TABLE counter (
    minute INTEGER NOT NULL,
    metric TEXT NOT NULL,
    dimension TEXT NOT NULL,
    shard INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (minute, metric, dimension, shard)
) WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE credential (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    roles TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used INTEGER,
    revoked_at INTEGER
);

CREATE UNIQUE INDEX credential_by_hash ON credential (kind, hash);
CREATE UNIQUE INDEX credential_user ON credential (name) WHERE kind = 'password' AND revoked_at IS NULL;
