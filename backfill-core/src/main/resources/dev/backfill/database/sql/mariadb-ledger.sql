-- One row per table that a run holds: a second run cannot insert it, and a process with an older epoch
-- cannot write chunks.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_claim (
    table_name  varchar(200) NOT NULL PRIMARY KEY,
    run_id      varchar(255) NOT NULL,
    epoch       bigint       NOT NULL,
    claimed_at  datetime(6)  NOT NULL DEFAULT current_timestamp(6)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- The frozen bounds of a run's slices. Keys are JSON arrays of the key columns' text.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_partition (
    run_id        varchar(255) NOT NULL,
    partition_no  integer      NOT NULL,
    after_key     longtext,
    up_to_key     longtext     NOT NULL,
    PRIMARY KEY (run_id, partition_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- One row per chunk, written in the transaction that writes the data. The primary key is the fence.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_chunk (
    run_id        varchar(255) NOT NULL,
    partition_no  integer      NOT NULL,
    chunk_no      integer      NOT NULL,
    epoch         bigint       NOT NULL,
    after_key     longtext,
    up_to_key     longtext     NOT NULL,
    scanned       integer      NOT NULL,
    changed       integer      NOT NULL,
    dead          integer      NOT NULL,
    committed_at  datetime(6)  NOT NULL DEFAULT current_timestamp(6),
    PRIMARY KEY (run_id, partition_no, chunk_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- Rows that could not be changed, by key; never their values. A key may be longer than an index takes.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_dead_letter (
    run_id        varchar(255) NOT NULL,
    row_hash      binary(32)   GENERATED ALWAYS AS (unhex(sha2(row_key, 256))) STORED,
    row_key       longtext     NOT NULL,
    partition_no  integer      NOT NULL,
    error         longtext     NOT NULL,
    occurred_at   datetime(6)  NOT NULL DEFAULT current_timestamp(6),
    UNIQUE (run_id, row_hash),
    KEY (run_id, row_key(200)),
    KEY (row_key(200))
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- One row per connection that measures how long a commit takes.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_pulse (
    session  bigint      NOT NULL PRIMARY KEY,
    beat     datetime(6) NOT NULL
) ENGINE = InnoDB;

-- The run that did the row after all.
ALTER TABLE ${schema}.backfill_dead_letter ADD COLUMN IF NOT EXISTS settled_by varchar(255);

-- The run in which the row failed first.
ALTER TABLE ${schema}.backfill_dead_letter ADD COLUMN IF NOT EXISTS origin varchar(255);

-- How long the chunk's statements took; its commit left out.
ALTER TABLE ${schema}.backfill_chunk ADD COLUMN IF NOT EXISTS work_millis integer;
