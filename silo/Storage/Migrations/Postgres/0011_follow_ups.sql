-- Low scores that somebody has to see to, as they are now (docs/decisions/025-follow-ups.md): the read model of lists. state: 0 open, 1 taken, 2 resolved.
CREATE TABLE follow_up (
    opened_at bigint NOT NULL,
    answered_at bigint NOT NULL,
    taken_at bigint,
    note_at bigint,
    resolved_at bigint,
    score integer NOT NULL,
    answers integer NOT NULL,
    notes integer NOT NULL,
    state smallint NOT NULL,
    metric smallint NOT NULL,
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id text COLLATE "C" NOT NULL,
    comment text COLLATE "C",
    taken_by text COLLATE "C",
    note_by text COLLATE "C",
    note text COLLATE "C",
    resolved_by text COLLATE "C",
    outcome text COLLATE "C",
    merged_into text COLLATE "C"
) WITH (fillfactor = 80);

CREATE INDEX follow_up_to_do ON follow_up (state, opened_at, id) WHERE state < 2;
CREATE INDEX follow_up_resolved ON follow_up (resolved_at, id) WHERE state = 2;
