package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.run.PhaseClock;
import dev.backfill.testkit.MariaFixture.Product;
import dev.backfill.work.RangeWork;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MariaTypesContract {
    private static final Set<String> OF_MARIADB = Set.of("uuid", "inet6");

    private final Product product;
    private MariaFixture database;

    MariaTypesContract(Product product) {
        this.product = product;
        this.database = new MariaFixture(product);
    }

    @BeforeEach
    void empty() {
        database = new MariaFixture(product);
    }

    Stream<Arguments> types() {
        return all().filter(each -> product == Product.MARIADB || !OF_MARIADB.contains(String.valueOf(each.get()[0])));
    }

    private static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of("boolean", Short.class, "1"),
                Arguments.of("tinyint unsigned", Short.class, "255"),
                Arguments.of("smallint", Short.class, "7"),
                Arguments.of("mediumint", Integer.class, "7"),
                Arguments.of("int", Integer.class, "7"),
                Arguments.of("int unsigned", Long.class, "4294967295"),
                Arguments.of("bigint", Long.class, "-9223372036854775808"),
                Arguments.of("bigint unsigned", BigInteger.class, "18446744073709551615"),
                Arguments.of("year", Integer.class, "2024"),
                Arguments.of("year", Integer.class, "0000"),
                Arguments.of("float", Float.class, "1.1"),
                Arguments.of("double", Double.class, "0.1"),
                Arguments.of("decimal(65,30)", BigDecimal.class, "650.000000000000000000000000000001"),
                Arguments.of("text", String.class, "'a'"),
                Arguments.of("varchar(20)", String.class, "'ä 😀 \\\\ '''"),
                Arguments.of("varchar(20) CHARACTER SET latin1", String.class, "char(228 using latin1)"),
                Arguments.of("char(4)", String.class, "'a'"),
                Arguments.of("json", String.class, "'{\"a\": [1, null]}'"),
                Arguments.of("enum('a','b')", String.class, "'b'"),
                Arguments.of("set('a','b')", String.class, "'b,a'"),
                Arguments.of("bit(1)", Boolean.class, "b'1'"),
                Arguments.of("bit(40)", Long.class, "b'101'"),
                Arguments.of("binary(4)", byte[].class, "0x00ff01"),
                Arguments.of("varbinary(4)", byte[].class, "0x00ff01"),
                Arguments.of("blob", byte[].class, "0x00ff01"),
                Arguments.of("uuid", UUID.class, "'00000000-0000-0000-0000-000000000001'"),
                Arguments.of("inet6", String.class, "'::1'"),
                Arguments.of("date", LocalDate.class, "'2026-01-01'"),
                Arguments.of("date", String.class, "'0000-00-00'"),
                Arguments.of("date", String.class, "'2026-00-00'"),
                Arguments.of("time(6)", LocalTime.class, "'12:30:00.000001'"),
                Arguments.of("time", String.class, "'-100:30:00'"),
                Arguments.of("datetime", LocalDateTime.class, "'2026-01-01 12:30'"),
                Arguments.of("datetime(6)", LocalDateTime.class, "'2026-01-01 12:30:00.000001'"),
                Arguments.of("datetime", String.class, "'0000-00-00 00:00:00'"),
                Arguments.of("timestamp(6) NULL", OffsetDateTime.class, "'2026-03-29 03:30:00.5'"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aTransformSeesTheClassAndWritesBackWhatItSaw(String type, Class<?> expected, String value) {
        writesBackWhatItSaw(type, expected, value, database.open());
    }

    @ParameterizedTest
    @MethodSource("types")
    void theSameThroughATemporaryTable(String type, Class<?> expected, String value) {
        writesBackWhatItSaw(type, expected, value, database.openWithoutJsonTables());
    }

    private void writesBackWhatItSaw(String type, Class<?> expected, String value, Database opened) {
        table(type, value);
        Copy copy = new Copy(false);
        try (Database open = opened) {
            RangeWork.Result result = apply(open, new Work.Rows("copy", copy), false);
            assertThat(copy.seen).isEqualTo(expected);
            assertThat(result.rejected()).isEmpty();
            assertThat(result.changed()).isZero();

            result = apply(open, new Work.Rows("copy", new Copy(true)), true);
            assertThat(result.changed()).isEqualTo(1);
        }
        assertThat(database.number("SELECT HEX(value) = HEX(source) AND marked = 1 FROM typed"))
                .isEqualTo(1);
    }

    /** Setting a column to what it holds, by SQL, is no change; to something else, it is one. */
    @ParameterizedTest
    @MethodSource("types")
    void theSameValueIsNotWritten(String type, Class<?> expected, String value) {
        table(type, value);
        assertThat(expected).isNotNull();
        try (Database open = database.open()) {
            Work same = new Work.Set(Map.of("value", "source"));
            Work none = new Work.Set(Map.of("value", "NULL"));
            assertThat(apply(open, same, false).changed()).isZero();
            assertThat(apply(open, none, true).changed()).isEqualTo(1);
            assertThat(apply(open, none, false).changed()).isZero();
            assertThat(apply(open, same, true).changed()).isEqualTo(1);
            assertThat(apply(open, same, false).changed()).isZero();
        }
        assertThat(database.number("SELECT HEX(value) = HEX(source) FROM typed"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "varchar(2) | '101'",
                "char(2) | '101'",
                "varbinary(2) | '101'",
                "binary(2) | '101'",
                "tinyint | 300",
                "tinyint unsigned | -1",
                "int | 'abc'",
                "decimal(3,1) | 1000",
                "date | '2026-02-31'",
                "datetime | 'never'",
                "enum('a','b') | 'c'",
                "bit(2) | b'101'",
                "json | '{'",
                "varchar(9) CHARACTER SET latin1 | '😀'",
                "int NOT NULL DEFAULT 0 | NULL",
                "int | 1 DIV 0",
            })
    void aValueThatDoesNotFitIsRefused(String type, String expression) {
        table(type, "DEFAULT");
        try (Database open = database.open()) {
            assertThat(catchThrowable(() -> apply(open, new Work.Set(Map.of("value", expression)), true)))
                    .as(type)
                    .isInstanceOfSatisfying(DatabaseException.class, e -> {
                        assertThat(e.failureClass()).as(e.getMessage()).isEqualTo(FailureClass.DATA);
                        assertThat(e).hasMessageNotContaining("abc").hasMessageNotContaining("never");
                    });
        }
    }

    /** What becomes of a text does not depend on the way on which it gets there: the same bytes, or the same refusal. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "varchar(2) | 101",
                "char(2) | ~a ~",
                "char(9) CHARACTER SET latin1 | ä",
                "varchar(9) CHARACTER SET latin1 | 😀",
                "varbinary(2) | 101",
                "binary(4) | 10",
                "tinyint | 300",
                "tinyint unsigned | -1",
                "int | 1.5",
                "int | abc",
                "int(5) unsigned zerofill | 42",
                "bigint unsigned | 18446744073709551615",
                "decimal(3,1) | 1000",
                "decimal(3,1) unsigned | 1.25",
                "float | 16777217",
                "double | 1e400",
                "date | 2026-02-31",
                "date | 0000-00-00",
                "datetime(3) | 2026-01-01T12:30:00.0009",
                "datetime | never",
                "timestamp(6) NULL | 2026-03-29 02:30:00.000001",
                "timestamp NULL | 2500-01-01",
                "time(3) | -100:30:00.5",
                "year | 1900",
                "enum('a','b\\\\','it''s') | b\\",
                "enum('2','1') | 1",
                "enum('a','b') | 2",
                "enum('a','b') | c",
                "set('a','b') CHARACTER SET latin1 | b,a",
                "bit(2) | 5",
                "bit(12) | 5",
                "json | {",
                "json | {\"a\": [1, null, \"\\u00e9\"]}",
                "int NOT NULL DEFAULT 0 | 7",
                "text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin | ' \" \\ 😀",
            })
    void aTextBecomesTheSameOnBothWays(String type, String text) {
        assertThat(outcome(type, text, database.openWithoutJsonTables()))
                .isEqualTo(outcome(type, text, database.open()));
    }

    /** Columns that may not be NULL are none in the temporary table, and are refused by the table itself. */
    @ParameterizedTest
    @ValueSource(strings = {"int NOT NULL DEFAULT 0", "text NULL", "date NOT NULL DEFAULT '2026-01-01'"})
    void soDoesNothing(String type) {
        assertThat(outcome(type, null, database.openWithoutJsonTables()))
                .isEqualTo(outcome(type, null, database.open()));
    }

    private String outcome(String type, @Nullable String text, Database opened) {
        database.run("DROP TABLE IF EXISTS typed");
        table(type, "DEFAULT");
        try (Database open = opened) {
            int changed =
                    apply(open, new Work.Rows("give", new Give(text)), true).changed();
            return changed + " " + database.text("SELECT HEX(value) FROM typed");
        } catch (DatabaseException e) {
            // servers name the column in their own ways, some with the table
            return e.failureClass() + " "
                    + String.valueOf(e.getMessage()).replaceAll("column `[^ ]*value`", "column `value`");
        }
    }

    private void table(String type, String value) {
        database.run(
                "CREATE TABLE typed (id int PRIMARY KEY, marked int NOT NULL DEFAULT 0, source " + type + ", value "
                        + type + ", later int AS (marked + 1) STORED)",
                "SET SESSION time_zone = '+00:00', sql_mode = ''",
                "INSERT INTO typed (id, source, value) VALUES (1, " + value + ", " + value + ")");
    }

    private static RangeWork.Result apply(Database open, Work work, boolean commit) {
        Backfill backfill = Backfill.builder("typed", "app", new TableName(null, "typed"), work)
                .key(List.of("id"))
                .build();
        Target target = open.target(open.describe(backfill.table()), backfill);
        Function<Session, RangeWork.Result> body =
                session -> RangeWork.of(target, backfill).apply(session, Range.ALL, new PhaseClock());
        return commit ? open.transact(TransactionOptions.CHUNK, body) : open.rehearse(TransactionOptions.CHUNK, body);
    }

    /** Answers the same for every row. */
    private record Give(@Nullable String text) implements Transform {
        @Override
        public List<String> reads() {
            return List.of("id");
        }

        @Override
        public List<String> writes() {
            return List.of("value", "marked");
        }

        @Override
        public Outcome apply(Row row) {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("value", text);
            values.put("marked", 1);
            return new Outcome.Changed(values);
        }
    }

    /** Answers what it was given. */
    private static final class Copy implements Transform {
        private final boolean mark;
        private Class<?> seen = Void.class;

        Copy(boolean mark) {
            this.mark = mark;
        }

        @Override
        public List<String> reads() {
            return List.of("value");
        }

        @Override
        public List<String> writes() {
            return List.of("value", "marked");
        }

        @Override
        public Outcome apply(Row row) {
            Object value = Objects.requireNonNull(row.get("value"));
            seen = value.getClass();
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("value", value);
            if (mark) {
                values.put("marked", 1);
            }
            return new Outcome.Changed(values);
        }
    }
}
