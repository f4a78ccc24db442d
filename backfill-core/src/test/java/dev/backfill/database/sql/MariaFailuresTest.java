package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaFailuresTest {
    private final MariaFailures failures = new MariaFailures("app");

    @ParameterizedTest
    @CsvSource({
        "1205, HY000, CONTENTION", // lock wait time-out
        "1213, 40001, CONTENTION", // deadlock
        "1020, HY000, CONTENTION", // changed since read
        "1969, 70100, CONTENTION", // max_statement_time
        "3024, HY000, CONTENTION", // max_execution_time
        "1317, 70100, CONTENTION", // interrupted
        "1614, XA106, CONTENTION", // deadlock in a dry run
        "1197, HY000, CONTENTION", // larger than the binary log's cache
        "1053, 08S01, CONNECTION", // shutting down
        "2006, HY000, CONNECTION",
        "2013, HY000, CONNECTION",
        "1047, 08S01, CONNECTION", // a node of a cluster that is not ready
        "1290, HY000, CONNECTION", // read-only
        "1927, 70100, CONNECTION", // killed
        "0, 08000, CONNECTION",
        "1040, 08004, CAPACITY", // too many connections
        "1203, 42000, CAPACITY",
        "1114, HY000, CAPACITY", // table full
        "1021, HY000, CAPACITY", // disk full
        "1062, 23000, DATA", // duplicate key
        "1048, 23000, DATA", // NULL
        "1452, 23000, DATA", // foreign key
        "4025, 23000, DATA", // CHECK
        "1264, 22003, DATA", // out of range
        "1406, 22001, DATA", // too long
        "1366, 22007, DATA", // wrong value
        "1292, 22007, DATA",
        "1365, 22012, DATA", // division by zero
        "1242, 21000, DATA", // several rows of a sub-select
        "1153, 08S01, DATA", // packet too large
        "1644, 45000, DATA", // SIGNAL
        "3819, HY000, DATA", // CHECK on MySQL
        "3140, 22032, DATA", // no JSON
        "3692, HY000, DATA", // regular expression on MySQL
        "3169, HY000, CONNECTION", // killed
        "1142, 42000, DEFINITIVE",
        "1143, 42000, DEFINITIVE",
        "1146, 42S02, DEFINITIVE",
        "1064, 42000, DEFINITIVE",
        "1399, XAE07, DEFINITIVE",
        "1665, HY000, DEFINITIVE", // the binary log's format forbids READ COMMITTED
        "9999, HY000, DEFINITIVE"
    })
    void isClassifiedByCode(int code, String state, FailureClass expected) {
        assertThat(failures.translate(new SQLException("m", state, code)).failureClass())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1062|23000|(conn=5) Duplicate entry 'secret' for key 'PRIMARY'",
                "1062|23000|(conn=5) Duplicate entry 'it's a secret' for key 'PRIMARY'",
                "1366|22007|(conn=5) Incorrect integer value: 'secret' for column `db`.`t`.`n` at row 1",
                "1292|22007|(conn=5) Truncated incorrect DECIMAL value: 'secret'",
                "1690|22003|(conn=5) BIGINT value is out of range in ''secret' + 1'",
                "1644|45000|(conn=5) secret",
                "1064|42000|(conn=5) You have an error in your SQL syntax; check the manual near 'WHERE x = 'secret'' at line 1",
            })
    void noMessageQuotesAValue(int code, String state, String message) {
        DatabaseException translated = failures.translate(new SQLException(message, state, code));

        assertThat(translated)
                .hasMessageNotContaining("secret")
                .hasMessageContaining("error " + code + ", SQLState " + state);
        assertThat(translated.getCause()).isNull();
    }

    @Test
    void namesStayInTheMessage() {
        assertThat(failures.translate(
                        new SQLException("(conn=5) Data too long for column 'first' at row 1", "22001", 1406)))
                .hasMessage("Data too long for column `first` at row 1 (error 1406, SQLState 22001)");
        assertThat(failures.translate(new SQLException("(conn=1) near 'FORM t WHERE' at line 1", "42000", 1064)))
                .hasMessageContaining("near \"FORM t WHERE\"");
    }

    @Test
    void onlyADuplicateIsADuplicate() {
        assertThat(failures.translate(new SQLException("m", "23000", 1062)).duplicateKey())
                .isTrue();
        assertThat(failures.translate(new SQLException("m", "23000", 1452)).duplicateKey())
                .isFalse();
    }

    @Test
    void whyThereIsNoAnswerIsSaidWithoutTheAddress() {
        SQLException refused = new SQLException("host:1", "08000", new ConnectException("Connection refused"));
        assertThat(failures.translate(refused)).hasMessage("database app does not answer: connection refused");
        SQLException silent = new SQLException("host:1", "08000", new SocketTimeoutException("x"));
        assertThat(failures.translate(silent)).hasMessage("database app does not answer: no answer in time");
        assertThat(failures.translate(new SQLTransientConnectionException("pool")))
                .hasMessage("database app does not answer: no connection became free in time");
        assertThat(failures.translate(new SQLException("read only", "HY000", 1290))
                        .getMessage())
                .startsWith("database app takes no writes: ");
    }

    @Test
    void aLostAnswerToCommitLeavesItInDoubt() {
        assertThat(failures.translateCommit(new SQLException("m", "08000")).commitInDoubt())
                .isTrue();
        assertThat(failures.translateCommit(new SQLException("m", "40001", 1213))
                        .commitInDoubt())
                .isFalse();
    }

    @Test
    void theDriversOwnTimeOutIsContention() {
        DatabaseException e = failures.translate(new SQLTimeoutException("secret"));

        assertThat(e.failureClass()).isEqualTo(FailureClass.CONTENTION);
        assertThat(e.cancelled()).isFalse();
        assertThat(e).hasMessage("the statement took too long");
    }

    @Test
    void aPasswordThatMayNotTravelIsNoFailureOfTheNetwork() {
        DatabaseException e = failures.translate(new SQLException("Public Key Retrieval is not allowed", "08001", 0));

        assertThat(e.failureClass()).isEqualTo(FailureClass.DEFINITIVE);
        assertThat(e).hasMessageContaining("sslMode=REQUIRED");
    }
}
