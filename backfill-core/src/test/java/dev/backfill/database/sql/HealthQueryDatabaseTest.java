package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.preflight.Fixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions that a health connection asks: what cannot be answered is refused, and the next one is answered. */
class HealthQueryDatabaseTest extends HealthSuite {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 WHERE false              | no row",
                "SELECT id FROM users              | more than one row",
                "SELECT NULL::int                  | NULL",
                "SELECT 'secret'                   | a column of type text",
                "SELECT true                       | a column of type bool",
                "SELECT 1, 2                       | 2 columns",
                "SELECT 'NaN'::float8              | NaN, which is no number",
            })
    void aQueryThatAnswersNoNumberIsRefusedWithWhatCame(String sql, String came) {
        DatabaseException refused = catchThrowableOfType(DatabaseException.class, () -> health.query(sql));
        assertThat(refused.failureClass()).isEqualTo(FailureClass.DEFINITIVE);
        assertThat(refused)
                .hasMessage("the query answers " + came + "; expected exactly one row with one number")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT count(*) FROM users        | 1000",
                "SELECT 1.5                        | 1.5",
                "SELECT 2::smallint                | 2",
                "SELECT '{\"a\":1}'::jsonb ? 'a' IS NOT NULL AND false OR 3 > 2 | refused",
                "SELECT 4 WHERE '{\"a\":1}'::jsonb ? 'a' | 4",
            })
    void aQueryThatAnswersANumberIsRead(String sql, String expected) {
        if (expected.equals("refused")) {
            assertThatThrownBy(() -> health.query(sql)).hasMessageContaining("a column of type bool");
        } else {
            assertThat(health.query(sql)).isEqualTo(Double.parseDouble(expected));
        }
    }

    @Test
    void aQueryCanChangeNothing() {
        Fixture.sql("CREATE OR REPLACE FUNCTION change() RETURNS int LANGUAGE sql AS"
                + " 'UPDATE users SET visits = -1 RETURNING 1'");
        for (String sql : new String[] {"SELECT change()", "COMMIT; UPDATE users SET visits = -1", "SET jit = on"}) {
            assertThatThrownBy(() -> health.query(sql)).as(sql).isInstanceOf(DatabaseException.class);
        }
        assertThat(Fixture.one("SELECT count(*) FROM users WHERE visits = -1")).isEqualTo("0");
        assertThat(health.query("SELECT 1")).isEqualTo(1);
    }

    @Test
    void aQueryThatHangsIsGivenUpAndTheNextOneGoes() {
        long begin = System.nanoTime();
        DatabaseException late =
                catchThrowableOfType(DatabaseException.class, () -> health.query("SELECT 1 FROM pg_sleep(20)"));
        assertThat(late.sqlState()).isEqualTo("57014");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(health.query("SELECT 1")).isEqualTo(1);
    }

    @Test
    void aBrokenConnectionIsReplaced() {
        assertThat(health.query("SELECT 1")).isEqualTo(1);
        Fixture.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'backfill' AND pid <> pg_backend_pid()");
        assertThatThrownBy(() -> health.query("SELECT 1"))
                .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.failureClass())
                        .isEqualTo(FailureClass.CONNECTION));
        assertThat(health.query("SELECT 1")).isEqualTo(1);
    }
}
