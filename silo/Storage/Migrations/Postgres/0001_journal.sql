-- The journal and what is written in its transactions. Times are Unix milliseconds.

-- One index, and columns in the order that packs tightest (docs/decisions/003-journal-layout.md).
CREATE TABLE journal (
    seq bigint NOT NULL,
    occurred_at bigint NOT NULL,
    received_at bigint NOT NULL,
    kind smallint NOT NULL,
    channel smallint NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    message_id text COLLATE "C",
    name text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (customer_id, seq)
);

-- Hashes of message ids that left a customer's memory within the horizon of exactness.
CREATE TABLE seen_overflow (
    received_at bigint NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (customer_id, hash)
);

-- The read model of search and lists. search: id, name, e-mail and phone in lower case, for substrings.
CREATE TABLE customer (
    first_seen bigint NOT NULL,
    last_seen bigint NOT NULL,
    known boolean NOT NULL,
    customer_id text COLLATE "C" NOT NULL PRIMARY KEY,
    linked_to text COLLATE "C",
    stage text COLLATE "C" NOT NULL,
    display_name text COLLATE "C",
    email text COLLATE "C",
    phone text COLLATE "C",
    search text COLLATE "C" NOT NULL
) WITH (fillfactor = 85);

CREATE INDEX customer_by_last_seen ON customer (last_seen, customer_id) WHERE linked_to IS NULL;
CREATE INDEX customer_by_link ON customer (linked_to) WHERE linked_to IS NOT NULL;

-- minute: Unix minutes, -1 = over all time. The few rows of the current minute are updated all the time: they need room for it.
CREATE TABLE counter (
    minute bigint NOT NULL,
    shard integer NOT NULL,
    metric text COLLATE "C" NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    value numeric NOT NULL,
    PRIMARY KEY (minute, metric, dimension, shard)
) WITH (fillfactor = 50);

CREATE TABLE setting (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE credential (
    created_at bigint NOT NULL,
    last_used bigint,
    revoked_at bigint,
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL
);

CREATE UNIQUE INDEX credential_by_hash ON credential (kind, hash);
CREATE UNIQUE INDEX credential_user ON credential (name) WHERE kind = 'password' AND revoked_at IS NULL;
