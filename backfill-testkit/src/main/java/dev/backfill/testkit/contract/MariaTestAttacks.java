package dev.backfill.testkit.contract;

import java.util.List;

/** Ways to commit a dry run on MariaDB, where many a statement commits what was before it. */
final class MariaTestAttacks {
    private static final String WRITE = "UPDATE t SET n = -1";

    private MariaTestAttacks() {}

    /** Statements in turn, parted by {@code " | "}. */
    static List<String> all() {
        return List.of(
                WRITE + " | COMMIT",
                WRITE + " | commit work",
                WRITE + " | /* harmless */ COMMIT",
                WRITE + " | /*! COMMIT */",
                WRITE + " | -- harmless\n COMMIT",
                WRITE + " | ; COMMIT",
                WRITE + " | COMMIT AND CHAIN",
                WRITE + "; COMMIT",
                WRITE + " | BEGIN",
                WRITE + " | START TRANSACTION",
                WRITE + " | SET autocommit = 1",
                "SET autocommit = 1 | " + WRITE,
                "SET SESSION completion_type = CHAIN | " + WRITE + " | COMMIT",
                "ROLLBACK; " + WRITE,
                "ROLLBACK | " + WRITE,
                "ROLLBACK | " + WRITE + " | COMMIT",
                "ROLLBACK | SET autocommit = 1 | " + WRITE,
                "ROLLBACK | START TRANSACTION | " + WRITE + " | COMMIT",
                "ROLLBACK AND CHAIN | " + WRITE + " | COMMIT",
                "SAVEPOINT s | ROLLBACK TO s | " + WRITE + " | COMMIT",
                WRITE + " | CREATE TABLE made (id int)",
                WRITE + " | CREATE TEMPORARY TABLE made (id int) | COMMIT",
                WRITE + " | ALTER TABLE t ADD d int",
                WRITE + " | ALTER TABLE t COMMENT 'x'",
                WRITE + " | CREATE INDEX made ON t (n)",
                WRITE + " | TRUNCATE elsewhere",
                WRITE + " | DROP TABLE elsewhere",
                WRITE + " | RENAME TABLE elsewhere TO there",
                WRITE + " | CREATE VIEW made AS SELECT 1",
                WRITE + " | LOCK TABLES t WRITE",
                WRITE + " | LOCK TABLES t WRITE | UNLOCK TABLES",
                WRITE + " | FLUSH TABLES",
                WRITE + " | ANALYZE TABLE t",
                WRITE + " | OPTIMIZE TABLE elsewhere",
                WRITE + " | CREATE USER made",
                WRITE + " | GRANT SELECT ON t TO root",
                WRITE + " | CREATE SEQUENCE made",
                WRITE + " | EXECUTE IMMEDIATE 'COMMIT'",
                WRITE + " | BEGIN NOT ATOMIC COMMIT; END",
                WRITE + " | XA COMMIT 'x'",
                WRITE + " | CALL sly()",
                "CALL sly()");
    }

    /** What only MySQL has. */
    static List<String> ofMySql() {
        return List.of(
                WRITE + " | PREPARE s FROM 'COMMIT' | EXECUTE s",
                WRITE + " | LOCK INSTANCE FOR BACKUP",
                WRITE + " | CREATE ROLE made",
                WRITE + " | INSTALL COMPONENT 'file://made'",
                WRITE + " | XA PREPARE 'x'",
                WRITE + " | IMPORT TABLE FROM 'made'");
    }

    static List<String> procedure() {
        return List.of(
                "CREATE TABLE elsewhere (id int)", "CREATE PROCEDURE sly() BEGIN UPDATE t SET n = -2; COMMIT; END");
    }

    /** None with a commit: the server does not let one be made. */
    static List<String> functions() {
        return List.of(
                "CREATE FUNCTION sly(id int) RETURNS int MODIFIES SQL DATA"
                        + " BEGIN UPDATE t SET n = -3 WHERE t.id = 7; RETURN 1; END",
                "CREATE FUNCTION sly(id int) RETURNS int MODIFIES SQL DATA"
                        + " BEGIN CREATE TEMPORARY TABLE made (id int); RETURN 1; END");
    }
}
