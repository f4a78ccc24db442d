package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class PostgresFailuresTest {
    private final PostgresFailures failures = new PostgresFailures();

    @ParameterizedTest
    @CsvSource({
        "40001, CONTENTION",
        "40P01, CONTENTION",
        "55P03, CONTENTION",
        "57014, CONTENTION",
        "08006, CONNECTION",
        "08P01, CONNECTION",
        "57P01, CONNECTION",
        "57P03, CONNECTION",
        "25006, CONNECTION",
        "53100, CAPACITY",
        "53300, CAPACITY",
        "58030, CAPACITY",
        "22001, DATA",
        "22P02, DATA",
        "23502, DATA",
        "23505, DATA",
        "23514, DATA",
        "P0001, DATA",
        "42601, DEFINITIVE",
        "42501, DEFINITIVE",
        "42P01, DEFINITIVE",
        "28P01, DEFINITIVE",
        "57P04, DEFINITIVE",
        "XX000, DEFINITIVE",
        "0A000, DEFINITIVE",
    })
    void classifies(String sqlState, FailureClass expected) {
        assertThat(PostgresFailures.classify(sqlState)).isEqualTo(expected);
    }

    @Test
    void aBrokenConnectionHasNoState() {
        assertThat(PostgresFailures.classify(null)).isEqualTo(FailureClass.CONNECTION);
    }

    @Test
    void neverShowsTheValueThatAnErrorQuotes() {
        DatabaseException shown =
                failures.translate(server("22P02", "invalid input syntax for type integer: \"secret\""));
        assertThat(shown).hasMessage("invalid input syntax for type integer (SQLState 22P02)");
        assertThat(shown.getCause()).isNull();
    }

    @Test
    void neverShowsTheDetailLineWhichQuotesTheRow() {
        DatabaseException shown =
                failures.translate(server("23514", "new row violates check constraint \"users_age_check\""));
        assertThat(shown).hasMessage("new row violates check constraint \"users_age_check\" (SQLState 23514)");
        assertThat(shown.toString()).doesNotContain("secret");
    }

    @Test
    void neverShowsWhatATriggerRaised() {
        assertThat(failures.translate(server("P0001", "secret is too long"))).hasMessageNotContaining("secret");
    }

    /** {@code RAISE EXCEPTION ... USING ERRCODE}: classified by its code, and as silent as any other. */
    @ParameterizedTest
    @CsvSource({"23514, DATA", "45000, DEFINITIVE", "40001, CONTENTION", "XX000, DEFINITIVE"})
    void neverShowsWhatAFunctionRaisedUnderACodeOfItsOwn(String sqlState, FailureClass expected) {
        DatabaseException shown = failures.translate(new PSQLException(new ServerErrorMessage(
                "SERROR\0C" + sqlState + "\0Msecret is too long\0Dsecret\0Hsecret\0Wsecret\0Rexec_stmt_raise\0")));
        assertThat(shown.failureClass()).isEqualTo(expected);
        assertThat(shown).hasMessage("a trigger or function raised an exception (SQLState " + sqlState + ")");
        assertThat(shown.getCause()).isNull();
    }

    @Test
    void aCommitIsInDoubtOnlyIfTheConnectionBroke() {
        assertThat(failures.translateCommit(new SQLException("gone", "08006")).commitInDoubt())
                .isTrue();
        assertThat(failures.translateCommit(new SQLException("deferred", "23505"))
                        .commitInDoubt())
                .isFalse();
    }

    private static PSQLException server(String sqlState, String message) {
        return new PSQLException(new ServerErrorMessage(
                "SERROR\0C" + sqlState + "\0M" + message + "\0DFailing row contains (secret).\0"));
    }
}
