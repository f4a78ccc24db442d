-- One row per table that a run holds: a second run cannot insert it, and a process with an older epoch
-- cannot write chunks.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_claim (
    table_name  text        NOT NULL PRIMARY KEY,
    run_id      text        NOT NULL,
    epoch       bigint      NOT NULL,
    claimed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The frozen bounds of a run's slices. Keys are JSON arrays of the key columns' text.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_partition (
    run_id        text    NOT NULL,
    partition_no  integer NOT NULL,
    after_key     text,
    up_to_key     text    NOT NULL,
    PRIMARY KEY (run_id, partition_no)
);

-- One row per chunk, written in the transaction that writes the data. The primary key is the fence.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_chunk (
    run_id        text        NOT NULL,
    partition_no  integer     NOT NULL,
    chunk_no      integer     NOT NULL,
    epoch         bigint      NOT NULL,
    after_key     text,
    up_to_key     text        NOT NULL,
    scanned       integer     NOT NULL,
    changed       integer     NOT NULL,
    dead          integer     NOT NULL,
    committed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_id, partition_no, chunk_no)
) WITH (fillfactor = 50);

-- Rows that could not be changed, by key; never their values.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_dead_letter (
    run_id        text        NOT NULL,
    row_key       text        NOT NULL,
    partition_no  integer     NOT NULL,
    error         text        NOT NULL,
    occurred_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_id, row_key)
);

-- The run that did the row after all.
ALTER TABLE ${schema}.backfill_dead_letter
    ADD COLUMN IF NOT EXISTS settled_by text;

-- The run in which the row failed first, where this one only tried it again.
ALTER TABLE ${schema}.backfill_dead_letter
    ADD COLUMN IF NOT EXISTS origin text;

-- How long the chunk's statements took; its commit left out.
ALTER TABLE ${schema}.backfill_chunk
    ADD COLUMN IF NOT EXISTS work_millis integer;
