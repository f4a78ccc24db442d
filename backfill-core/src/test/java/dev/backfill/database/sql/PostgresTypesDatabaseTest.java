package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Range;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.preflight.Fixture;
import dev.backfill.run.PhaseClock;
import dev.backfill.work.RangeWork;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many names of types are keywords of SQL, too: numeric, time, timestamp, varchar, bit. */
class PostgresTypesDatabaseTest {
    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of("boolean", Boolean.class, "true"),
                Arguments.of("smallint", Short.class, "7"),
                Arguments.of("integer", Integer.class, "7"),
                Arguments.of("bigint", Long.class, "7"),
                Arguments.of("real", Float.class, "1.5"),
                Arguments.of("double precision", Double.class, "1.5"),
                Arguments.of("numeric", BigDecimal.class, "650"),
                Arguments.of("numeric(12,2)", BigDecimal.class, "650.5"),
                Arguments.of("text", String.class, "a"),
                Arguments.of("varchar(20)", String.class, "a"),
                Arguments.of("char(4)", String.class, "a"),
                Arguments.of("\"char\"", String.class, "a"),
                Arguments.of("bit(3)", String.class, "101"),
                Arguments.of("interval", String.class, "1 day"),
                Arguments.of("jsonb", String.class, "{}"),
                Arguments.of("uuid", UUID.class, "00000000-0000-0000-0000-000000000001"),
                Arguments.of("date", LocalDate.class, "2026-01-01"),
                Arguments.of("time", LocalTime.class, "12:30"),
                Arguments.of("timestamp", LocalDateTime.class, "2026-01-01 12:30"),
                Arguments.of("timestamptz", OffsetDateTime.class, "2026-01-01 12:30+00"),
                Arguments.of("bytea", byte[].class, "\\x01"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aTransformSeesTheClassAndTheSameValueIsNotWritten(String type, Class<?> expected, String value) {
        table(type, value);
        Copy copy = new Copy();
        try (Database database = Fixture.open()) {
            RangeWork.Result result = apply(database, new Work.Rows("copy", copy));

            assertThat(copy.seen).isEqualTo(expected);
            assertThat(result.rejected()).isEmpty();
            assertThat(result.changed()).isZero();
        }
    }

    @Test
    void aValueThatIsTooLongIsRefusedAsAnyUpdateRefusesIt() {
        for (String type : List.of("varchar(2)", "char(2)", "bit(2)", "bit varying(2)")) {
            table(type, "10");
            try (Database database = Fixture.open()) {
                Work work = new Work.Set(Map.of("value", type.startsWith("bit") ? "B'101'" : "'101'"));
                assertThat(catchThrowable(() -> apply(database, work)))
                        .as(type)
                        .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.failureClass())
                                .isEqualTo(FailureClass.DATA));
            }
        }
    }

    /** What a type calls equal may be another value all the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval | 30 days | justify_days(value)",
                "text COLLATE any_case | Ann | lower(value)",
                "any_text | Ann | lower(value)",
                "jsonb | {\"a\": 1.0} | CAST('{\"a\": 1.00}' AS jsonb)",
                "json[] | {1} | ARRAY[CAST('2' AS json)]",
                "double precision | 0 | CAST('-0' AS double precision)",
            })
    void aValueThatOnlyLooksLikeTheSameIsWritten(String type, String value, String expression) {
        Fixture.sql(
                "DROP TABLE IF EXISTS typed",
                "DROP DOMAIN IF EXISTS any_text",
                "DROP COLLATION IF EXISTS any_case",
                "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "CREATE DOMAIN any_text AS text COLLATE any_case");
        table(type, value);
        try (Database database = Fixture.open()) {
            Work work = new Work.Set(Map.of("value", expression));

            assertThat(apply(database, work).changed()).isEqualTo(1);
            Fixture.sql("UPDATE typed SET value = " + expression);
            assertThat(apply(database, work).changed()).isZero();
        } finally {
            Fixture.sql("DROP TABLE typed", "DROP DOMAIN any_text", "DROP COLLATION any_case");
        }
    }

    private static void table(String type, String value) {
        Fixture.sql(
                "DROP TABLE IF EXISTS typed",
                "CREATE TABLE typed (id int PRIMARY KEY, value " + type + ")",
                "INSERT INTO typed VALUES (1, '" + value + "')");
    }

    private static RangeWork.Result apply(Database database, Work work) {
        Backfill backfill = Backfill.builder("typed", "app", new TableName(null, "typed"), work)
                .key(List.of("id"))
                .build();
        Target target = database.target(database.describe(backfill.table()), backfill);
        return database.rehearse(TransactionOptions.CHUNK, session -> RangeWork.of(target, backfill)
                .apply(session, Range.ALL, new PhaseClock()));
    }

    /** Answers what it was given. */
    private static final class Copy implements Transform {
        private Class<?> seen = Void.class;

        @Override
        public List<String> reads() {
            return List.of("value");
        }

        @Override
        public List<String> writes() {
            return List.of("value");
        }

        @Override
        public Outcome apply(Row row) {
            Object value = Objects.requireNonNull(row.get("value"));
            seen = value.getClass();
            return new Outcome.Changed(Collections.singletonMap("value", value));
        }
    }
}
