CREATE TABLE IF NOT EXISTS ${schema}.backfill_run (
    run_id                  varchar(255) NOT NULL PRIMARY KEY,
    backfill                varchar(255) NOT NULL,
    run_number              integer      NOT NULL,
    database_name           varchar(255) NOT NULL,
    table_name              varchar     NOT NULL,
    state                   varchar(40)  NOT NULL,
    reason                  varchar,
    plan                    clob        NOT NULL,
    definition_fingerprint  varchar     NOT NULL,
    estimated_rows          bigint       NOT NULL,
    rows_per_second_limit   integer,
    workers                 integer      NOT NULL,
    chunk_rows              integer,
    desired                 varchar(40)  NOT NULL,
    desired_reason          varchar,
    owner                   varchar,
    epoch                   bigint       NOT NULL,
    lease_until             timestamp(6) with time zone,
    created_at              timestamp(6) with time zone  NOT NULL,
    started_at              timestamp(6) with time zone,
    ended_at                timestamp(6) with time zone,
    slowed_by               varchar,
    rows_per_second         double precision       NOT NULL,
    eta_seconds             bigint,
    active_millis           bigint       NOT NULL,
    throttled_millis        bigint       NOT NULL,
    verification            clob,
    settings_until          timestamp(6) with time zone,
    before_rows_per_second  integer,
    before_workers          integer,
    before_chunk_rows       integer,
    canary_share            double precision,
    UNIQUE (backfill, run_number)
);

CREATE TABLE IF NOT EXISTS ${schema}.backfill_event (
    run_id       varchar(255) NOT NULL,
    event_no     integer      NOT NULL,
    occurred_at  timestamp(6) with time zone  NOT NULL,
    actor        varchar     NOT NULL,
    what         varchar     NOT NULL,
    detail       varchar     NOT NULL,
    PRIMARY KEY (run_id, event_no)
);

-- Orders to stop all runs of this control database; the one that is not lifted is in force.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_stop (
    stop_no      integer     NOT NULL PRIMARY KEY,
    stopped_by   varchar    NOT NULL,
    stopped_at   timestamp(6) with time zone NOT NULL,
    reason       varchar    NOT NULL,
    lifted_by    varchar,
    lifted_at    timestamp(6) with time zone,
    lift_reason  varchar
);

-- How far each receiver of webhooks has been told of a run's events.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_delivery (
    run_id    varchar(255) NOT NULL,
    receiver  varchar(255) NOT NULL,
    event_no  integer      NOT NULL,
    PRIMARY KEY (run_id, receiver)
);

-- Settings that hold for a while only, and what is behind them.
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS settings_until timestamp(6) with time zone;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_rows_per_second integer;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_workers integer;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_chunk_rows integer;

-- The share of the rows after which the run pauses to be looked at; NULL once it has.
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS canary_share double precision;

-- A transaction's mark, by which a commit that was not answered for is known to have been made, and made whole.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_commit (
    mark   uuid    NOT NULL PRIMARY KEY,
    whole  boolean NOT NULL
);

-- Whoever has its row locked is the only one to create tables or to stop all runs.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_turn (
    turn_no  integer NOT NULL PRIMARY KEY
);
