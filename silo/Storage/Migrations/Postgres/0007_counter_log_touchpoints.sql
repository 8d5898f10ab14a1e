-- Where the latest touchpoints of the group are in the journal, for the streams of other processes; null where there are none.
ALTER TABLE counter_log ADD COLUMN touchpoints bytea;
