package dev.backfill.run;

import dev.backfill.database.Database;

/** What is said to the tables of the control database. */
final class RunStatements {
    final RunTable runs;
    final EventTable events;
    final StopTable stops;
    final String insert;
    final String lockNumbers;
    final String lastNumber;
    final String changeState;
    final String ask;
    final String tune;
    final String verify;
    final String lease;
    final String renew;
    final String sharing;
    final String release;
    final String endCanary;

    RunStatements(Database.Home home) {
        String table = home.table("backfill_run");
        runs = new RunTable(home);
        events = new EventTable(home);
        stops = new StopTable(home);
        insert =
                """
                INSERT INTO %s (run_id, backfill, run_number, database_name, table_name, state, plan,
                       definition_fingerprint, estimated_rows, rows_per_second_limit, workers, chunk_rows, desired,
                       created_at, canary_share, epoch, rows_per_second, active_millis, throttled_millis)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)"""
                        .formatted(table);
        lockNumbers = "SELECT run_id FROM " + table + " WHERE backfill = ? FOR UPDATE";
        lastNumber = "SELECT coalesce(max(run_number), 0) FROM " + table + " WHERE backfill = ?";
        changeState = "UPDATE " + table + " SET state = ?, reason = ?, started_at = coalesce(started_at, ?),"
                + " ended_at = ?, verification = CASE WHEN ? = 'RUNNING' THEN NULL ELSE verification END"
                + " WHERE run_id = ?";
        ask = "UPDATE " + table + " SET desired = ?, desired_reason = ? WHERE run_id = ?";
        tune = "UPDATE " + table + " SET rows_per_second_limit = ?, workers = ?, chunk_rows = ?,"
                + " settings_until = ?, before_rows_per_second = ?, before_workers = ?, before_chunk_rows = ?"
                + " WHERE run_id = ?";
        verify = "UPDATE " + table + " SET verification = ? WHERE run_id = ?";
        lease = "UPDATE " + table + " SET owner = ?, epoch = ?, lease_until = ?, desired = 'run',"
                + " desired_reason = NULL WHERE run_id = ?";
        sharing = "SELECT count(*) FROM " + table + " r JOIN " + table + " me ON me.database_name = r.database_name"
                + " WHERE me.run_id = ? AND r.lease_until > ?";
        renew =
                """
                UPDATE %s SET lease_until = ?, slowed_by = ?, rows_per_second = ?, eta_seconds = ?,
                       active_millis = ?, throttled_millis = ?
                 WHERE run_id = ? AND epoch = ?"""
                        .formatted(table);
        endCanary = "UPDATE " + table + " SET canary_share = NULL WHERE run_id = ?";
        release = "UPDATE " + table + " SET lease_until = NULL, slowed_by = NULL, rows_per_second = 0,"
                + " eta_seconds = NULL WHERE run_id = ? AND epoch = ?";
    }
}
