-- Where changes go: endpoints, and what is to be delivered to each (docs/decisions/024-webhooks.md).

-- transition_id, alert_id: everything up to these is taken up.
CREATE TABLE webhook (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    segments TEXT NOT NULL,
    stages TEXT NOT NULL,
    transition_id INTEGER NOT NULL,
    alert_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    paused_at INTEGER,
    paused_why TEXT,
    delivered_at INTEGER,
    failed_at INTEGER,
    retry_at INTEGER,
    failures INTEGER NOT NULL,
    last_error TEXT,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_secret_until INTEGER
);

-- state: 0 to be delivered, 1 delivered, 2 dead letter. lane: whose events keep their order; of each, one at a time is sent.
CREATE TABLE webhook_delivery (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    webhook_id INTEGER NOT NULL,
    lane TEXT NOT NULL,
    message_id TEXT NOT NULL,
    event TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    finished_at INTEGER,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    status INTEGER,
    took_ms INTEGER,
    error TEXT,
    body TEXT NOT NULL
);

CREATE INDEX webhook_delivery_by_state ON webhook_delivery (webhook_id, state, id);
CREATE INDEX webhook_delivery_by_lane ON webhook_delivery (webhook_id, lane, id) WHERE state = 0;
