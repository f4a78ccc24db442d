CREATE TABLE IF NOT EXISTS ${schema}.backfill_run (
    run_id                  text             NOT NULL PRIMARY KEY,
    backfill                text             NOT NULL,
    run_number              integer          NOT NULL,
    database_name           text             NOT NULL,
    table_name              text             NOT NULL,
    state                   text             NOT NULL,
    reason                  text,
    plan                    text             NOT NULL,
    definition_fingerprint  text             NOT NULL,
    estimated_rows          bigint           NOT NULL,
    rows_per_second_limit   integer,
    workers                 integer          NOT NULL,
    chunk_rows              integer,
    desired                 text             NOT NULL,
    desired_reason          text,
    owner                   text,
    epoch                   bigint           NOT NULL,
    lease_until             timestamptz,
    created_at              timestamptz      NOT NULL,
    started_at              timestamptz,
    ended_at                timestamptz,
    slowed_by               text,
    rows_per_second         double precision NOT NULL,
    eta_seconds             bigint,
    active_millis           bigint           NOT NULL,
    throttled_millis        bigint           NOT NULL,
    verification            text,
    UNIQUE (backfill, run_number)
);

CREATE TABLE IF NOT EXISTS ${schema}.backfill_event (
    run_id       text        NOT NULL,
    event_no     integer     NOT NULL,
    occurred_at  timestamptz NOT NULL,
    actor        text        NOT NULL,
    what         text        NOT NULL,
    detail       text        NOT NULL,
    PRIMARY KEY (run_id, event_no)
);

-- Orders to stop all runs of this control database; the one that is not lifted is in force.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_stop (
    stop_no      integer     NOT NULL PRIMARY KEY,
    stopped_by   text        NOT NULL,
    stopped_at   timestamptz NOT NULL,
    reason       text        NOT NULL,
    lifted_by    text,
    lifted_at    timestamptz,
    lift_reason  text
);

-- Settings that hold for a while only, and what is behind them.
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS settings_until timestamptz;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_rows_per_second integer;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_workers integer;
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS before_chunk_rows integer;

-- The share of the rows after which the run pauses to be looked at; NULL once it has.
ALTER TABLE ${schema}.backfill_run ADD COLUMN IF NOT EXISTS canary_share double precision;

-- How far each receiver of webhooks has been told of a run's events.
CREATE TABLE IF NOT EXISTS ${schema}.backfill_delivery (
    run_id    text    NOT NULL,
    receiver  text    NOT NULL,
    event_no  integer NOT NULL,
    PRIMARY KEY (run_id, receiver)
);
