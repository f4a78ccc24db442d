CREATE TABLE IF NOT EXISTS ${schema}.backfill_run (
    run_id                  varchar(255) NOT NULL PRIMARY KEY,
    backfill                varchar(255) NOT NULL,
    run_number              integer      NOT NULL,
    database_name           varchar(255) NOT NULL,
    table_name              longtext     NOT NULL,
    state                   varchar(40)  NOT NULL,
    reason                  longtext,
    plan                    longtext     NOT NULL,
    definition_fingerprint  longtext     NOT NULL,
    estimated_rows          bigint       NOT NULL,
    rows_per_second_limit   integer,
    workers                 integer      NOT NULL,
    chunk_rows              integer,
    desired                 varchar(40)  NOT NULL,
    desired_reason          longtext,
    owner                   longtext,
    epoch                   bigint       NOT NULL,
    lease_until             datetime(6),
    created_at              datetime(6)  NOT NULL,
    started_at              datetime(6),
    ended_at                datetime(6),
    slowed_by               longtext,
    rows_per_second         double       NOT NULL,
    eta_seconds             bigint,
    active_millis           bigint       NOT NULL,
    throttled_millis        bigint       NOT NULL,
    verification            longtext,
    UNIQUE (backfill, run_number)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS ${schema}.backfill_event (
    run_id       varchar(255) NOT NULL,
    event_no     integer      NOT NULL,
    occurred_at  datetime(6)  NOT NULL,
    actor        longtext     NOT NULL,
    what         longtext     NOT NULL,
    detail       longtext     NOT NULL,
    PRIMARY KEY (run_id, event_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- Orders to stop all runs of this control database; the one that is not lifted is in force.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_stop (
    stop_no      integer     NOT NULL PRIMARY KEY,
    stopped_by   longtext    NOT NULL,
    stopped_at   datetime(6) NOT NULL,
    reason       longtext    NOT NULL,
    lifted_by    longtext,
    lifted_at    datetime(6),
    lift_reason  longtext
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- How far each receiver of webhooks has been told of a run's events.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_delivery (
    run_id    varchar(255) NOT NULL,
    receiver  varchar(255) NOT NULL,
    event_no  integer      NOT NULL,
    PRIMARY KEY (run_id, receiver)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- Settings that hold for a while only, and what is behind them.
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS settings_until datetime(6);
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_rows_per_second integer;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_workers integer;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_chunk_rows integer;

-- The share of the rows after which the run pauses to be looked at; NULL once it has.
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS canary_share double;
