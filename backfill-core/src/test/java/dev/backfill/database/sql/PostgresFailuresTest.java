package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class PostgresFailuresTest {
    private final PostgresFailures failures = new PostgresFailures("app");

    @ParameterizedTest
    @CsvFileSource(resources = "postgresql-error-codes.csv")
    void classifiesEveryErrorOfTheManual(String sqlState, String name, FailureClass expected) {
        assertThat(PostgresFailures.classify(sqlState)).as(name).isEqualTo(expected);
    }

    /** Of a newer server than the list: by its class, and otherwise the careful answer. */
    @ParameterizedTest
    @CsvSource({
        "08ZZZ, CONNECTION",
        "22ZZZ, DATA",
        "23ZZZ, DATA",
        "40ZZZ, CONTENTION",
        "42ZZZ, DEFINITIVE",
        "53ZZZ, CAPACITY",
        "ZZZZZ, DEFINITIVE",
        "Z, DEFINITIVE"
    })
    void classifiesWhatItDoesNotKnowByItsClass(String sqlState, FailureClass expected) {
        assertThat(PostgresFailures.classify(sqlState)).isEqualTo(expected);
    }

    @Test
    void saysWhyThePoolWaitedInVain() {
        SQLException full = server("53300", "sorry, too many clients already");
        DatabaseException shown = failures.translate(
                new SQLTransientConnectionException("Connection is not available, request timed out", "53300", full));
        assertThat(shown).hasMessage("database app has no room: sorry, too many clients already (SQLState 53300)");
        assertThat(shown.failureClass()).isEqualTo(FailureClass.CAPACITY);
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

    /** By RAISE, by ASSERT, and by functions in other languages. */
    @ParameterizedTest
    @ValueSource(strings = {"P0001", "P0004", "38000"})
    void neverShowsWhatATriggerRaised(String sqlState) {
        assertThat(failures.translate(server(sqlState, "secret is too long"))).hasMessageNotContaining("secret");
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

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedByItsConfiguration() {
        SQLException refused = new PSQLException(
                "Connection to db.internal:5432 refused. Check that …",
                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                new ConnectException("Connection refused"));
        assertThat(failures.translate(refused)).hasMessage("database app does not answer: connection refused");
        assertThat(failures.translate(pooled(refused))).hasMessage("database app does not answer: connection refused");
        assertThat(failures.translate(pooled(new SQLException("failed", "08001", new UnknownHostException("db")))))
                .hasMessage("database app does not answer: its host name is not known here");
        assertThat(failures.translate(new SQLException("failed", "08006", new SocketTimeoutException("Read"))))
                .hasMessage("database app does not answer: no answer in time");
    }

    @Test
    void aPoolWithoutAFreeConnectionSaysSo() {
        assertThat(failures.translate(new SQLTransientConnectionException("backfill-app - not available")))
                .hasMessage("database app does not answer: no connection became free in time");
    }

    @Test
    void theServersOwnWordsStay() {
        assertThat(failures.translate(server("57P03", "the database system is starting up")))
                .hasMessage("database app does not answer: the database system is starting up (SQLState 57P03)");
        assertThat(failures.translate(server("25006", "cannot execute UPDATE in a read-only transaction")))
                .hasMessage("database app takes no writes: cannot execute UPDATE in a read-only transaction"
                        + " (SQLState 25006)");
        assertThat(failures.translate(server("53300", "sorry, too many clients already")))
                .hasMessage("database app has no room: sorry, too many clients already (SQLState 53300)");
    }

    /** As the connection pool hands it on. */
    private static SQLException pooled(SQLException met) {
        return new SQLTransientConnectionException(
                "backfill-app - Connection is not available, request timed out after 10001ms", met.getSQLState(), met);
    }

    private static PSQLException server(String sqlState, String message) {
        return new PSQLException(new ServerErrorMessage(
                "SERROR\0C" + sqlState + "\0M" + message + "\0DFailing row contains (secret).\0"));
    }
}
