-- Rules over customers: their versions, what they decided, and when each customer has to be looked at again.

-- When a customer's answers may change though nothing happens (docs/decisions/016-deadlines.md). One row for each who has such an instant.
CREATE TABLE due (
    customer_id TEXT NOT NULL PRIMARY KEY,
    due_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX due_by_time ON due (due_at);

-- Every version of every segment (kind 1), journey stage (2), action (3) and alert (4); the latest one counts. deleted: it ended with this version.
CREATE TABLE definition (
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    rule TEXT NOT NULL,
    description TEXT,
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (kind, key, version)
) WITHOUT ROWID;

-- What was decided lately, for lists and streams; the truth is the journal's entry (customer_id, seq) that says the same.
CREATE TABLE transition (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    customer_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    from_stage TEXT,
    occurred_at INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    cause TEXT NOT NULL,
    because TEXT,
    why TEXT,
    version INTEGER NOT NULL
);

CREATE INDEX transition_by_name ON transition (name, id);
CREATE INDEX transition_by_customer ON transition (customer_id, id);

-- Who is in which segment now: the read model of member lists.
CREATE TABLE membership (
    segment TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (segment, customer_id)
) WITHOUT ROWID;

-- The evaluation of everybody after a rule changed. cursor: everybody up to this id is done.
CREATE TABLE backfill (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    generation INTEGER NOT NULL,
    reason TEXT NOT NULL,
    cursor TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
);

-- As counter, for a part of the customers: "segment/vip", "stage/Loyal", "channel/web".
CREATE TABLE counter_by (
    scope TEXT NOT NULL,
    minute INTEGER NOT NULL,
    metric TEXT NOT NULL,
    dimension TEXT NOT NULL,
    shard INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scope, minute, metric, dimension, shard)
) WITHOUT ROWID;

-- Thresholds that were crossed. value and threshold: exact decimals.
CREATE TABLE alert (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    rule_key TEXT NOT NULL,
    name TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    cleared_at INTEGER,
    value TEXT NOT NULL,
    threshold TEXT NOT NULL,
    acknowledged_at INTEGER,
    acknowledged_by TEXT,
    note TEXT,
    text TEXT NOT NULL
);

-- Of each rule at most one alert is open: of several processes that see it at once, one raises it.
CREATE UNIQUE INDEX alert_open ON alert (rule_key) WHERE cleared_at IS NULL;
