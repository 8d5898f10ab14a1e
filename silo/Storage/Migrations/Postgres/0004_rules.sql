-- Rules over customers: their versions, what they decided, and when each customer has to be looked at again.

-- When a customer's answers may change though nothing happens (docs/decisions/016-deadlines.md). One row for each who has such an instant.
-- slice: a hash of the id; each process sweeps some of the 16. Rows are updated over and over: they need room for it.
CREATE TABLE due (
    due_at bigint NOT NULL,
    slice smallint NOT NULL,
    customer_id text COLLATE "C" NOT NULL PRIMARY KEY
) WITH (fillfactor = 70);

CREATE INDEX due_by_time ON due (slice, due_at, customer_id);

-- Every version of every segment (kind 1), journey stage (2), action (3) and alert (4); the latest one counts. deleted: it ended with this version.
CREATE TABLE definition (
    published_at bigint NOT NULL,
    version integer NOT NULL,
    ordinal integer NOT NULL,
    kind smallint NOT NULL,
    deleted boolean NOT NULL,
    key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    description text COLLATE "C",
    published_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, key, version)
);

-- What was decided lately, for lists and streams; the truth is the journal's entry (customer_id, seq) that says the same.
CREATE TABLE transition (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seq bigint NOT NULL,
    occurred_at bigint NOT NULL,
    decided_at bigint NOT NULL,
    version integer NOT NULL,
    kind smallint NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    from_stage text COLLATE "C",
    cause text COLLATE "C" NOT NULL,
    because text COLLATE "C",
    why text COLLATE "C"
);

CREATE INDEX transition_by_name ON transition (name, id);
CREATE INDEX transition_by_customer ON transition (customer_id, id);

-- Who is in which segment now: the read model of member lists.
CREATE TABLE membership (
    since bigint NOT NULL,
    segment text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (segment, customer_id)
);

-- The evaluation of everybody after a rule changed. cursor: everybody up to this id is done.
CREATE TABLE backfill (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    generation bigint NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    changed bigint NOT NULL,
    started_at bigint NOT NULL,
    finished_at bigint,
    reason text COLLATE "C" NOT NULL,
    cursor text COLLATE "C" NOT NULL
) WITH (fillfactor = 50);

-- As counter, for a part of the customers: "segment/vip", "stage/Loyal", "channel/web".
CREATE TABLE counter_by (
    minute bigint NOT NULL,
    shard integer NOT NULL,
    scope text COLLATE "C" NOT NULL,
    metric text COLLATE "C" NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    value numeric NOT NULL,
    PRIMARY KEY (scope, minute, metric, dimension, shard)
) WITH (fillfactor = 50);

-- Thresholds that were crossed.
CREATE TABLE alert (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    raised_at bigint NOT NULL,
    cleared_at bigint,
    acknowledged_at bigint,
    rule_key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    value numeric NOT NULL,
    threshold numeric NOT NULL,
    acknowledged_by text COLLATE "C",
    note text COLLATE "C",
    text text COLLATE "C" NOT NULL
);

-- Of each rule at most one alert is open: of several processes that see it at once, one raises it.
CREATE UNIQUE INDEX alert_open ON alert (rule_key) WHERE cleared_at IS NULL;
