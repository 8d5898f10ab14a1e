-- What groups of commits add to the counters. A writer's rows are numbered without gaps; those up to counter_log_end.folded are in counter and counter_by.
-- at: when it arrived. Written once, read soon, deleted soon.
CREATE TABLE counter_log (
    writer INTEGER NOT NULL,
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (writer, id)
) WITHOUT ROWID;

CREATE TABLE counter_log_end (
    writer INTEGER PRIMARY KEY,
    folded INTEGER NOT NULL
);
