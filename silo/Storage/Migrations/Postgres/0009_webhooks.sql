-- Where changes go: endpoints, and what is to be delivered to each (docs/decisions/024-webhooks.md).

-- transition_id, alert_id: everything up to these is taken up. Updated with every batch: room for it.
CREATE TABLE webhook (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transition_id bigint NOT NULL,
    alert_id bigint NOT NULL,
    created_at bigint NOT NULL,
    paused_at bigint,
    delivered_at bigint,
    failed_at bigint,
    retry_at bigint,
    old_secret_until bigint,
    failures integer NOT NULL,
    name text COLLATE "C" NOT NULL,
    url text COLLATE "C" NOT NULL,
    events text COLLATE "C" NOT NULL,
    segments text COLLATE "C" NOT NULL,
    stages text COLLATE "C" NOT NULL,
    secret text COLLATE "C" NOT NULL,
    old_secret text COLLATE "C",
    created_by text COLLATE "C" NOT NULL,
    paused_why text COLLATE "C",
    last_error text COLLATE "C"
) WITH (fillfactor = 50);

-- state: 0 to be delivered, 1 delivered, 2 dead letter. lane: whose events keep their order; of each, one at a time is sent.
CREATE TABLE webhook_delivery (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id bigint NOT NULL,
    created_at bigint NOT NULL,
    next_at bigint NOT NULL,
    finished_at bigint,
    state smallint NOT NULL,
    attempts integer NOT NULL,
    status integer,
    took_ms integer,
    lane text COLLATE "C" NOT NULL,
    message_id text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    error text COLLATE "C",
    body text COLLATE "C" NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX webhook_delivery_by_state ON webhook_delivery (webhook_id, state, id);
CREATE INDEX webhook_delivery_by_lane ON webhook_delivery (webhook_id, lane, id) WHERE state = 0;
