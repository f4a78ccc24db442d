package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteFailuresTest {
    private final SqliteFailures failures = new SqliteFailures("app");

    private DatabaseException translated(SQLiteErrorCode code, String message) {
        return failures.translate(new SQLiteException("[" + code.name() + "] words (" + message + ")", code));
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_BUSY, CONTENTION, 40001",
        "SQLITE_BUSY_SNAPSHOT, CONTENTION, 40001",
        "SQLITE_BUSY_RECOVERY, CONTENTION, 40001",
        "SQLITE_LOCKED, CONTENTION, 40001",
        "SQLITE_LOCKED_SHAREDCACHE, CONTENTION, 40001",
        "SQLITE_INTERRUPT, CONTENTION, 40001",
        "SQLITE_SCHEMA, CONTENTION, 40001",
        "SQLITE_IOERR, CONNECTION, 08006",
        "SQLITE_IOERR_FSYNC, CONNECTION, 08006",
        "SQLITE_CANTOPEN, CONNECTION, 08006",
        "SQLITE_FULL, CAPACITY, 53100",
        "SQLITE_NOMEM, CAPACITY, 53200",
        "SQLITE_CONSTRAINT_UNIQUE, DATA, 23505",
        "SQLITE_CONSTRAINT_PRIMARYKEY, DATA, 23505",
        "SQLITE_CONSTRAINT_ROWID, DATA, 23505",
        "SQLITE_CONSTRAINT_NOTNULL, DATA, 23502",
        "SQLITE_CONSTRAINT_FOREIGNKEY, DATA, 23503",
        "SQLITE_CONSTRAINT_CHECK, DATA, 23514",
        "SQLITE_CONSTRAINT_TRIGGER, DATA, 45000",
        "SQLITE_CONSTRAINT_DATATYPE, DATA, 22000",
        "SQLITE_MISMATCH, DATA, 22018",
        "SQLITE_TOOBIG, DATA, 22001",
        "SQLITE_ERROR, DATA, 22000",
        "SQLITE_READONLY, DEFINITIVE, 25006",
        "SQLITE_CORRUPT, DEFINITIVE, 42000",
        "SQLITE_NOTADB, DEFINITIVE, 42000",
        "SQLITE_AUTH, DEFINITIVE, 42000",
        "SQLITE_MISUSE, DEFINITIVE, 42000",
        "SQLITE_RANGE, DEFINITIVE, 42000"
    })
    void eachCodeHasAClassAndAState(SQLiteErrorCode code, FailureClass failureClass, String state) {
        DatabaseException translated = translated(code, "m");

        assertThat(translated.failureClass()).isEqualTo(failureClass);
        assertThat(translated.sqlState()).isEqualTo(state);
        assertThat(translated).hasMessageContaining("(" + code.name() + ", SQLState " + state + ")");
    }

    /** What goes wrong before a statement runs is no row's fault. */
    @Test
    void aStatementThatIsNotUnderstoodIsDefinitive() {
        SQLiteException failure = new SQLiteException(
                "[SQLITE_ERROR] SQL error or missing database (no such column: nope)", SQLiteErrorCode.SQLITE_ERROR);

        assertThat(failures.translateUnprepared(failure).failureClass()).isEqualTo(FailureClass.DEFINITIVE);
        assertThat(failures.translateUnprepared(failure)).hasMessageStartingWith("no such column: nope (");
    }

    @Test
    void messagesQuoteNoValues() {
        assertThat(translated(SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER, "hunter2"))
                .hasMessageStartingWith("a trigger raised an exception (");
        assertThat(translated(SQLiteErrorCode.SQLITE_ERROR, "bad JSON path: 'hunter2'"))
                .hasMessageNotContaining("hunter2");
        assertThat(translated(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE, "UNIQUE constraint failed: t.v"))
                .hasMessageStartingWith("UNIQUE constraint failed: t.v (");
    }

    @Test
    void aCommitThatIsRefusedHasNotHappened() {
        SQLiteException busy = new SQLiteException("[SQLITE_BUSY] words (busy)", SQLiteErrorCode.SQLITE_BUSY);
        SQLiteException broken = new SQLiteException("[SQLITE_IOERR] words (io)", SQLiteErrorCode.SQLITE_IOERR);

        assertThat(failures.translateCommit(busy).commitInDoubt()).isFalse();
        assertThat(failures.translateCommit(broken).commitInDoubt()).isTrue();
    }

    @Test
    void whatIsNotTheLibrarysIsTheConnections() {
        assertThat(failures.translate(new SQLException("gone")).failureClass()).isEqualTo(FailureClass.CONNECTION);
    }
}
