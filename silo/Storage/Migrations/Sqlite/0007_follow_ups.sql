-- Low scores that somebody has to see to, as they are now (docs/decisions/025-follow-ups.md): the read model of lists. state: 0 open, 1 taken, 2 resolved.
CREATE TABLE follow_up (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    state INTEGER NOT NULL,
    metric INTEGER NOT NULL,
    score INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    answered_at INTEGER NOT NULL,
    comment TEXT,
    taken_by TEXT,
    taken_at INTEGER,
    notes INTEGER NOT NULL,
    note_at INTEGER,
    note_by TEXT,
    note TEXT,
    resolved_by TEXT,
    resolved_at INTEGER,
    outcome TEXT,
    merged_into TEXT
) WITHOUT ROWID;

CREATE INDEX follow_up_to_do ON follow_up (state, opened_at, id) WHERE state < 2;
CREATE INDEX follow_up_resolved ON follow_up (resolved_at, id) WHERE state = 2;
