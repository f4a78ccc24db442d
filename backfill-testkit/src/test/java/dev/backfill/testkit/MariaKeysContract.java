package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.MariaFixture.Product;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of every kind of key is found once, in small chunks, by SQL work and by row work. */
abstract class MariaKeysContract {
    private static final int ROWS = 200;
    private static final String WORDS = "concat(elt(1 + seq % 12, 'apple', 'Apple ', 'APPLE', 'ä', 'Äpfel', 'co-op',"
            + " 'coop', '_x', '-x', 'x\\\\', 'z''', '😀'), ' ', seq)";

    private final MariaFixture database;

    MariaKeysContract(Product product) {
        this.database = new MariaFixture(product);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "k int | k | seq",
                "k tinyint unsigned | k | seq",
                "k bigint unsigned | k | 18446744073709551615 - seq",
                "k bigint | k | 9223372036854775807 - seq",
                "k decimal(30,10) | k | seq / 7",
                "k double | k | 1e-300 * seq / 3",
                "k varchar(60) COLLATE utf8mb4_general_ci | k | WORDS",
                "k varchar(60) COLLATE CASE_SENSITIVE | k | WORDS",
                "k varchar(60) COLLATE utf8mb4_bin | k | WORDS",
                "k varchar(60) CHARACTER SET latin1 | k | concat(char(228 using latin1), seq)",
                "k char(60) COLLATE utf8mb4_unicode_ci | k | WORDS",
                "k varbinary(40) | k | unhex(md5(seq))",
                "k binary(16) | k | unhex(md5(seq))",
                "k date | k | '2000-01-01' + interval seq day",
                "k datetime(6) | k | '2024-03-31 00:59:59.000001' + interval seq * 1000001 microsecond",
                "k timestamp(6) | k | '2024-03-31 00:59:59.000001' + interval seq * 1000001 microsecond",
                "k time(3) | k | sec_to_time(cast(seq as signed) * 1000 - 100000)",
                "k bit(40) | k | seq * 1000",
                "a int, b varchar(20) COLLATE utf8mb4_general_ci | a, b | seq % 20, concat('x', seq)",
                "b int, a varchar(20) COLLATE utf8mb4_general_ci, d date | a, b, d "
                        + "| seq % 3, concat('x', seq % 5), '2000-01-01' + interval seq day",
                "`sel``ect` int, `a\"b` int | `a\"b`, `sel``ect` | seq % 7, seq",
            })
    void everyRowOnce(String columns, String key, String values) throws Exception {
        database.run(
                "CREATE TABLE t (" + columns.replace("CASE_SENSITIVE", caseSensitive())
                        + ", n int NOT NULL, c varchar(20), PRIMARY KEY (" + key + "))",
                "INSERT INTO t SELECT " + values.replace("WORDS", WORDS) + ", seq, NULL FROM " + database.numbers(ROWS)
                        + " ORDER BY md5(seq)");
        try (BackfillEngine engine = Engines.create(Map.of("app", database.open()), null)) {
            assertDone(engine, new Work.Set(Map.of("n", "n + 1000")), "n < 1000");
            assertThat(database.number("SELECT count(*) FROM t WHERE n BETWEEN 1001 AND 1000 + " + ROWS))
                    .isEqualTo(ROWS);
            assertDone(engine, new Work.Rows("copy", new Copy()), "c IS NULL");
            assertThat(database.number("SELECT count(*) FROM t WHERE c = n")).isEqualTo(ROWS);
        }
    }

    /** The newest that the server has. */
    private String caseSensitive() {
        return database.product() == Product.MARIADB ? "utf8mb4_uca1400_as_cs" : "utf8mb4_0900_as_cs";
    }

    /** The server orders members by number, compares them by name, and finds neither in an index. */
    @Test
    void aKeyOfMembersIsRefused() throws Exception {
        database.run(
                "CREATE TABLE t (e enum('zen','glad') NOT NULL, k int, n int, PRIMARY KEY (e, k))",
                "INSERT INTO t SELECT 1 + seq % 2, seq, seq FROM " + database.numbers(200));
        try (BackfillEngine engine = Engines.create(Map.of("app", database.open()), null)) {
            assertThatThrownBy(() -> assertDone(engine, new Work.Set(Map.of("n", "n + 1000")), "n < 1000"))
                    .isInstanceOf(BackfillException.class)
                    .hasMessageContaining("reads the whole table for each chunk");
        }
    }

    private static void assertDone(BackfillEngine engine, Work work, String where) {
        Backfill backfill = Backfill.builder("change", "app", new TableName(null, "t"), work)
                .where(where)
                .chunk(new ChunkLimits(7, 20, Duration.ofMillis(200)))
                .build();
        RunStatus status = engine.start(backfill, RunOptions.NONE, "test", signal -> {});
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(List.of(
                        status.rows().scanned(),
                        status.rows().changed(),
                        status.rows().dead()))
                .containsExactly((long) ROWS, (long) ROWS, 0L);
    }

    private static final class Copy implements Transform {
        @Override
        public List<String> reads() {
            return List.of("n");
        }

        @Override
        public List<String> writes() {
            return List.of("c");
        }

        @Override
        public Outcome apply(Row row) {
            return new Outcome.Changed(Map.of("c", String.valueOf(row.get("n"))));
        }
    }
}
