-- What groups of commits add to the counters. A writer's rows are numbered without gaps; those up to counter_log_end.folded are in counter and counter_by,
-- and stay for a minute for those who follow. at: when it arrived. Written once, read soon, deleted soon.
CREATE TABLE counter_log (
    id bigint NOT NULL,
    at bigint NOT NULL,
    writer integer NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (writer, id)
);

CREATE TABLE counter_log_end (
    folded bigint NOT NULL,
    writer integer NOT NULL PRIMARY KEY
) WITH (fillfactor = 50);
