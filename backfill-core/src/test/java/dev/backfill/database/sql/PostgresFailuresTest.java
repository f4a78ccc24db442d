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
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class PostgresFailuresTest {
    private final PostgresFailures failures = new PostgresFailures("app");

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
