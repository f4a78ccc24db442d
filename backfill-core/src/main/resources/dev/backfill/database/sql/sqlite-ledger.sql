-- One row per table that a run holds: a second run cannot insert it, and a process with an older epoch
-- cannot write chunks.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_claim (
    table_name  text    NOT NULL PRIMARY KEY,
    run_id      text    NOT NULL,
    epoch       integer NOT NULL,
    claimed_at  text    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) WITHOUT ROWID;

-- The frozen bounds of a run's slices. Keys are JSON arrays of the key columns' text.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_partition (
    run_id        text    NOT NULL,
    partition_no  integer NOT NULL,
    after_key     text,
    up_to_key     text    NOT NULL,
    PRIMARY KEY (run_id, partition_no)
) WITHOUT ROWID;

-- One row per chunk, written in the transaction that writes the data. The primary key is the fence.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_chunk (
    run_id        text    NOT NULL,
    partition_no  integer NOT NULL,
    chunk_no      integer NOT NULL,
    epoch         integer NOT NULL,
    after_key     text,
    up_to_key     text    NOT NULL,
    scanned       integer NOT NULL,
    changed       integer NOT NULL,
    dead          integer NOT NULL,
    committed_at  text    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    -- How long the chunk's statements took; its commit left out.
    work_millis   integer,
    PRIMARY KEY (run_id, partition_no, chunk_no)
) WITHOUT ROWID;

-- Rows that could not be changed, by key; never their values.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_dead_letter (
    run_id        text    NOT NULL,
    row_key       text    NOT NULL,
    partition_no  integer NOT NULL,
    error         text    NOT NULL,
    occurred_at   text    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    -- The run that did the row after all.
    settled_by    text,
    -- The run in which the row failed first.
    origin        text,
    PRIMARY KEY (run_id, row_key)
) WITHOUT ROWID;

-- One row, to measure how long a commit takes.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_pulse (
    beat_no  integer PRIMARY KEY,
    beat     text NOT NULL
);
