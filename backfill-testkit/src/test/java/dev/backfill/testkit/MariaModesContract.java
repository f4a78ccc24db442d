package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.run.PhaseClock;
import dev.backfill.testkit.MariaFixture.Product;
import dev.backfill.work.RangeWork;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server takes for granted, a session of the engine's means by its statements what it always does. */
abstract class MariaModesContract {
    private static final String TEXT = "it's \"so\" \\ \\' \\\\' \\n % ä😀\n\0;--";

    private final MariaFixture server;
    private String mode = "";

    MariaModesContract(Product product) {
        this.server = new MariaFixture(product);
    }

    @BeforeEach
    void create() {
        mode = server.text("SELECT @@GLOBAL.sql_mode");
        server.run("DROP TABLE IF EXISTS modes");
    }

    private void odd() {
        server.run(
                "CREATE TABLE modes (`k``\"y` char(9) PRIMARY KEY, s text, n int NOT NULL)",
                "INSERT INTO modes VALUES ('a\\\\''', 'x', 1), ('\"b', 'x', 2), ('c', 'x', 3)",
                // those of which statements are read otherwise, or values are stored or shown otherwise
                "SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,IGNORE_SPACE,"
                        + "HIGH_NOT_PRECEDENCE,REAL_AS_FLOAT,PAD_CHAR_TO_FULL_LENGTH'");
    }

    @AfterEach
    void restore() {
        server.run(
                "SET GLOBAL sql_mode = '" + mode + "'",
                "SET GLOBAL sql_select_limit = DEFAULT, GLOBAL completion_type = DEFAULT, GLOBAL sql_safe_updates = DEFAULT,"
                        + " GLOBAL foreign_key_checks = DEFAULT, GLOBAL max_join_size = DEFAULT,"
                        + " GLOBAL time_zone = DEFAULT",
                "SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    }

    private List<String> stored() {
        return server.list("SELECT hex(s) FROM modes ORDER BY n").stream()
                .map(hex -> new String(HexFormat.of().parseHex(String.valueOf(hex)), StandardCharsets.UTF_8))
                .toList();
    }

    private static int apply(Database open, Work work) {
        Backfill backfill = Backfill.builder("modes", "app", new TableName(null, "modes"), work)
                .build();
        var target = open.target(open.describe(backfill.table()), backfill);
        Function<Session, RangeWork.Result> body =
                session -> RangeWork.of(target, backfill).apply(session, Range.ALL, new PhaseClock());
        assertThat(open.rehearse(TransactionOptions.CHUNK, body).changed()).isEqualTo(3);
        int changed = open.transact(TransactionOptions.CHUNK, body).changed();
        assertThat(open.transact(TransactionOptions.CHUNK, body).changed()).isZero();
        return changed;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTransformWritesWhatItMeans(boolean json) {
        odd();
        try (Database open = json ? server.open() : server.openWithoutJsonTables()) {
            assertThat(apply(open, new Work.Rows("text", new Text()))).isEqualTo(3);
        }
        assertThat(stored()).containsExactly(TEXT, TEXT, TEXT);
    }

    @Test
    void soItDoesIfTheAddressAsksForMore() {
        odd();
        String more = "&sessionVariables=sql_mode='NO_BACKSLASH_ESCAPES',max_sort_length=77";
        try (Database open = server.open(server.url() + more, 8)) {
            assertThat(apply(open, new Work.Rows("text", new Text()))).isEqualTo(3);
            String asked = open.transact(
                    TransactionOptions.CHUNK,
                    session -> session.one("SELECT @@SESSION.max_sort_length", row -> row.string(1)));
            assertThat(asked).isEqualTo("77");
        }
        assertThat(stored()).containsExactly(TEXT, TEXT, TEXT);
    }

    @Test
    void allRowsAreReadAndWrittenAndReferencesLookedAt() {
        server.run(
                "DROP TABLE IF EXISTS child, parent",
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child (id int PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES parent (id))",
                "INSERT INTO parent VALUES (1)",
                "INSERT INTO child VALUES (1, 1), (2, 1), (3, 1)",
                "CREATE TABLE modes (id int PRIMARY KEY, s text, n int NOT NULL)",
                "INSERT INTO modes VALUES (1, 'x', 1), (2, 'x', 2), (3, 'x', 3)",
                "SET GLOBAL sql_select_limit = 2, GLOBAL completion_type = 1, GLOBAL sql_safe_updates = 1,"
                        + " GLOBAL foreign_key_checks = 0, GLOBAL max_join_size = 1");
        try (Database open = server.open()) {
            assertThat(apply(open, new Work.Rows("text", new Text()))).isEqualTo(3);
            assertThat(apply(open, new Work.Set(Map.of("s", "concat('n', n)")))).isEqualTo(3);
            Backfill orphans = Backfill.builder(
                            "orphans", "app", new TableName(null, "child"), new Work.Set(Map.of("p", "id")))
                    .build();
            var target = open.target(open.describe(orphans.table()), orphans);
            assertThatThrownBy(() -> open.transact(TransactionOptions.CHUNK, session -> RangeWork.of(target, orphans)
                            .apply(session, Range.ALL, new PhaseClock())))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.failureClass())
                            .isEqualTo(FailureClass.DATA));
        }
        restore();
        assertThat(server.number("SELECT count(*) FROM child WHERE p = 1")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void momentsAreTheSameInEveryZone(boolean json) {
        server.run(
                "CREATE TABLE modes (id int PRIMARY KEY, at timestamp(6) NULL, local datetime(6), at2 timestamp(6) NULL,"
                        + " local2 datetime(6))",
                "INSERT INTO modes (id, at, local) VALUES (1, '2024-03-31 01:59:59.123456', '2024-03-31 02:30:00.654321'),"
                        + " (2, '1970-01-02 00:00:00', '1000-01-01 00:00:00'), (3, '2038-01-18 00:00:00', '9999-12-31 23:59:59')",
                "SET GLOBAL time_zone = '+05:30'");
        try (Database open = json ? server.open() : server.openWithoutJsonTables()) {
            assertThat(apply(open, new Work.Rows("moments", new Moments()))).isEqualTo(3);
        }
        assertThat(server.number("SELECT count(*) FROM modes WHERE at2 = at AND local2 = local"))
                .isEqualTo(3);
    }

    @Test
    void chunksReadWhatIsCommitted() {
        server.run("SET GLOBAL TRANSACTION ISOLATION LEVEL SERIALIZABLE", "CREATE TABLE modes (n int)");
        try (Database open = server.open()) {
            String isolation = open.transact(
                    TransactionOptions.CHUNK,
                    session -> session.one("SELECT @@SESSION.transaction_isolation", row -> row.string(1)));
            assertThat(isolation).isEqualTo("READ-COMMITTED");
            long seen = open.transact(TransactionOptions.CHUNK, session -> {
                assertThat(count(session)).isZero();
                server.run("INSERT INTO modes VALUES (1)");
                return count(session);
            });
            assertThat(seen).isOne();
        }
    }

    private static long count(Session session) {
        return session.one("SELECT count(*) FROM modes", row -> row.number(1));
    }

    @Test
    void expressionsMeanWhatTheyMeanElsewhere() {
        odd();
        try (Database open = server.open()) {
            Work work = new Work.Set(
                    Map.of("s", "CASE WHEN NOT n BETWEEN 2 AND 3 THEN 'it''s a \\\\ in it' ELSE 'other' END"));
            assertThat(apply(open, work)).isEqualTo(3);
        }
        assertThat(stored()).containsExactly("it's a \\ in it", "other", "other");
    }

    /** The same for any row. */
    private static final class Text implements Transform {
        @Override
        public List<String> reads() {
            return List.of("s");
        }

        @Override
        public List<String> writes() {
            return List.of("s");
        }

        @Override
        public Outcome apply(Row row) {
            return new Outcome.Changed(Map.of("s", TEXT));
        }
    }

    /** Gives both columns to others. */
    private static final class Moments implements Transform {
        @Override
        public List<String> reads() {
            return List.of("at", "local");
        }

        @Override
        public List<String> writes() {
            return List.of("at2", "local2");
        }

        @Override
        public Outcome apply(Row row) {
            return new Outcome.Changed(Map.of("at2", row.get("at"), "local2", row.get("local")));
        }
    }
}
