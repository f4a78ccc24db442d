package dev.backfill.testkit.contract;

import java.util.List;
import java.util.stream.Stream;

/** Ways to commit a dry run on PostgreSQL. */
final class PostgresTestAttacks {
    private static final String WRITE = "UPDATE t SET n = -1";

    private PostgresTestAttacks() {}

    /** Statements in turn, parted by {@code " | "}. */
    static List<String> all() {
        return List.of(
                WRITE + " | COMMIT",
                WRITE + " | commit work",
                WRITE + " | /* harmless */ COMMIT",
                WRITE + " | -- harmless\n COMMIT",
                WRITE + " | ; COMMIT",
                WRITE + " | END",
                WRITE + " | END TRANSACTION AND CHAIN",
                WRITE + " | COMMIT AND CHAIN",
                WRITE + "; COMMIT",
                "ROLLBACK; " + WRITE,
                "ROLLBACK; " + WRITE + "; COMMIT",
                "ROLLBACK | " + WRITE,
                "ROLLBACK | " + WRITE + " | COMMIT",
                "ROLLBACK AND CHAIN | " + WRITE + " | COMMIT",
                "ABORT | " + WRITE + " | COMMIT",
                "ABORT; BEGIN | " + WRITE + " | COMMIT",
                "SAVEPOINT s | ROLLBACK TO s | " + WRITE + " | COMMIT",
                "DROP TABLE pg_temp.backfill_dry_run | " + WRITE + " | COMMIT",
                "DROP TABLE pg_temp.backfill_dry_run; " + WRITE + "; COMMIT",
                "DELETE FROM pg_temp.backfill_dry_run | " + WRITE + " | COMMIT",
                "TRUNCATE pg_temp.backfill_dry_run | " + WRITE + " | COMMIT",
                "DISCARD TEMP | " + WRITE + " | COMMIT",
                "DISCARD ALL | " + WRITE + " | COMMIT",
                "ALTER TABLE pg_temp.backfill_dry_run DROP CONSTRAINT backfill_dry_run_mark_key | " + WRITE
                        + " | COMMIT",
                "SET session_replication_role = replica | " + WRITE + " | COMMIT",
                "SET CONSTRAINTS ALL IMMEDIATE | " + WRITE + " | COMMIT",
                "SET CONSTRAINTS ALL DEFERRED | " + WRITE + " | COMMIT",
                WRITE + " | PREPARE TRANSACTION 'x'",
                "DROP TABLE pg_temp.backfill_dry_run | " + WRITE + " | PREPARE TRANSACTION 'x'",
                WRITE + " | DO 'BEGIN COMMIT; END'",
                "DROP TABLE pg_temp.backfill_dry_run | " + WRITE + " | DO 'BEGIN COMMIT; END'",
                "DELETE FROM pg_temp.backfill_dry_run | " + WRITE + " | CALL sly()");
    }

    static List<String> functions() {
        return Stream.of(
                        "BEGIN COMMIT; RETURN 1; END",
                        "BEGIN EXECUTE 'COMMIT'; RETURN 1; END",
                        "BEGIN DELETE FROM pg_temp.backfill_dry_run; UPDATE t SET n = -3 WHERE id = 7; RETURN 1; END",
                        "BEGIN DROP TABLE pg_temp.backfill_dry_run; UPDATE t SET n = -3 WHERE id = 7; RETURN 1; END")
                .map(body ->
                        "CREATE FUNCTION sly(id int) RETURNS int LANGUAGE plpgsql AS '" + body.replace("'", "''") + "'")
                .toList();
    }
}
