-- What each process measured lately, for the operations pages of the others. Nothing that has to survive anything: not logged.
CREATE UNLOGGED TABLE process_report (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    role text NOT NULL,
    state text NOT NULL,
    body bytea NOT NULL
);
