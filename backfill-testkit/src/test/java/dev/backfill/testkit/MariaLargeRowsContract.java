package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.preflight.Preflight;
import dev.backfill.run.PhaseClock;
import dev.backfill.testkit.MariaFixture.Product;
import dev.backfill.work.RangeWork;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are too large for a packet as JSON are written all the same, exactly once, and by nobody's leave but the DBA's. */
abstract class MariaLargeRowsContract {
    private static final int SMALL_PACKET = 1 << 20;
    private static final int USUAL_PACKET = 1 << 24;

    private final MariaFixture server;
    private long packet;

    MariaLargeRowsContract(Product product) {
        this.server = new MariaFixture(product);
    }

    @BeforeEach
    void create() {
        packet = server.number("SELECT @@GLOBAL.max_allowed_packet");
        // no row is read whole, nor any text put together, on the way in
        server.run(
                "DROP TABLE IF EXISTS large",
                "CREATE TABLE large (id int, part varchar(9) COLLATE utf8mb4_bin, n int NOT NULL DEFAULT 0, b mediumblob,"
                        + " s mediumtext, other mediumblob, PRIMARY KEY (id, part))",
                "INSERT INTO large SELECT seq, concat('p', seq), 0, 'b', 's', NULL FROM " + server.numbers(8));
        packets(SMALL_PACKET);
    }

    @AfterEach
    void restore() {
        packets(packet);
    }

    /** Of every connection that is opened from now on. */
    private void packets(long bytes) {
        server.run("SET GLOBAL max_allowed_packet = " + bytes);
    }

    /** As long as they are; as JSON they would be twice as long and more. */
    @Test
    void rowsTooLargeAsJsonAreWrittenAsTheyAre() {
        byte[] bytes = everyByte(600_000);
        String text = "it's \"so\" \\ ä😀\n\0".repeat(18_000);
        Give give = new Give(id -> id % 2 == 0 ? values(bytes, text) : values(new byte[] {0, 1}, "small"));

        try (Database open = server.open()) {
            assertThat(apply(open, give, false).changed()).isEqualTo(8);
            assertThat(server.number("SELECT count(*) FROM large WHERE n = 0 AND b = 'b' AND s = 's'"))
                    .isEqualTo(8);

            assertThat(apply(open, give, true).changed()).isEqualTo(8);
        }
        assertThat(server.list("SELECT id FROM large WHERE n = 1 AND s = 'small' AND b = x'0001' ORDER BY id"))
                .containsExactly("1", "3", "5", "7");
        for (String id : List.of("2", "4", "6", "8")) {
            assertThat(server.bytes("SELECT b FROM large WHERE n = 1 AND id = " + id))
                    .isEqualTo(bytes);
            assertThat(server.text("SELECT s FROM large WHERE id = " + id)).isEqualTo(text);
        }
    }

    /** Under the limit that servers have by themselves; the row that is read is larger than a packet. */
    @Test
    void nineMillionBytesAreWritten() {
        packets(USUAL_PACKET);
        byte[] bytes = new byte[9_000_000];
        server.run(
                "UPDATE large SET b = repeat('b', 9000000) WHERE id = 1",
                "UPDATE large SET other = repeat('o', 9000000) WHERE id = 1",
                "DELETE FROM large WHERE id > 2");

        try (Database open = server.open()) {
            Give give = new Give(List.of("id", "n", "b", "other"), id -> values(bytes, "s"));
            assertThat(apply(open, give, true).changed()).isEqualTo(2);
        }
        assertThat(server.bytes("SELECT b FROM large WHERE n = 1 AND id = 1")).isEqualTo(bytes);
        assertThat(server.bytes("SELECT b FROM large WHERE n = 1 AND id = 2")).isEqualTo(bytes);
    }

    /** What somebody else wrote meanwhile is found out, and is not overwritten. */
    @Test
    void rowsThatChangedMeanwhileAreReadAgain() {
        readsAgainWhatChangedMeanwhile(server.open());
    }

    @Test
    void soAreRowsThatAllGoThatWay() {
        readsAgainWhatChangedMeanwhile(server.openWithoutJsonTables());
    }

    private void readsAgainWhatChangedMeanwhile(Database opened) {
        byte[] bytes = everyByte(700_000);
        Backfill backfill = backfill(new Give(id -> Map.of()));
        try (Database open = opened) {
            Target.RowAccess access = target(open, backfill).rows().orElseThrow();
            List<Integer> again = open.transact(TransactionOptions.CHUNK, session -> {
                List<Target.RowChange> changes = changes(access.read(session, Range.ALL), bytes);
                server.run("UPDATE large SET b = 'theirs' WHERE id IN (2, 3)", "DELETE FROM large WHERE id = 4");
                assertThat(access.write(session, changes)).isEqualTo(5);

                List<Target.StoredRow> rows = access.reread(session, Range.ALL, changes);
                assertThat(access.write(session, changes(rows, bytes))).isEqualTo(2);
                return rows.stream().map(MariaLargeRowsContract::number).toList();
            });
            assertThat(again).containsExactlyInAnyOrder(2, 3);
        }
        assertThat(server.list("SELECT length(b) FROM large WHERE n = 1 ORDER BY id"))
                .containsExactly("700000", "700000", "1", "700000", "1", "700000", "700000");
    }

    /** Every third row is small. */
    private static List<Target.RowChange> changes(List<Target.StoredRow> rows, byte[] bytes) {
        return rows.stream()
                .map(row -> new Target.RowChange(row, List.of(1, number(row) % 3 == 0 ? new byte[1] : bytes, "s")))
                .toList();
    }

    private static int number(Target.StoredRow row) {
        return Integer.parseInt(row.key().parts().get(0));
    }

    @Test
    void aRowTooLargeForAPacketIsItsOwnFault() {
        byte[] bytes = everyByte(SMALL_PACKET);
        try (Database open = server.open()) {
            assertThatThrownBy(() -> apply(open, new Give(id -> values(id == 5 ? bytes : new byte[0], "s")), true))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> {
                        assertThat(e.failureClass()).isEqualTo(FailureClass.DATA);
                        assertThat(e)
                                .hasMessageStartingWith(
                                        "the row's new values, of n, b, s, are too large for the server: 10")
                                .hasMessageEndingWith(
                                        "expected less than its max_allowed_packet of 1048576; raise that, or write less");
                    });
            assertThat(apply(open, new Give(id -> id == 5 ? Map.of() : values(new byte[0], "s")), true)
                            .changed())
                    .isEqualTo(7);
        }
    }

    /** What a chunk that failed left behind on its connection is none of the next one's, whatever that is of. */
    @Test
    void aConnectionIsAsGoodAsNewAfterAFailure() {
        server.run("CREATE TRIGGER refuse BEFORE UPDATE ON large FOR EACH ROW"
                + " IF NEW.s = 'bad' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF");
        byte[] bytes = everyByte(800_000);
        try (Database open = server.open(server.url(), 1)) {
            for (boolean commit : List.of(false, true)) {
                assertThatThrownBy(() -> apply(open, new Give(id -> values(bytes, id == 7 ? "bad" : "good")), commit))
                        .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.failureClass())
                                .isEqualTo(FailureClass.DATA));
                Give narrower = new Give(List.of("id"), id -> Collections.singletonMap("b", bytes), List.of("b"));
                assertThat(apply(open, narrower, commit).changed()).isEqualTo(8);
            }
            assertThatThrownBy(() -> open.transact(
                            TransactionOptions.CHUNK, session -> session.columns("SELECT 1 FROM backfill_given")))
                    .hasMessageContaining("error 1146");
        }
        assertThat(server.number("SELECT count(*) FROM large WHERE n = 0 AND s = 's' AND length(b) = 800000"))
                .isEqualTo(8);
    }

    @Test
    void aPlanShowsTheWayThatRowsGo() {
        Backfill backfill = backfill(new Give(id -> Map.of()));
        try (Database with = server.open();
                Database without = server.openWithoutJsonTables()) {
            Target.StatementPlan json = written(with, backfill);
            Target.StatementPlan typed = written(without, backfill);

            assertThat(json.sql()).contains("JSON_TABLE(?").doesNotContain("backfill_given");
            assertThat(typed.sql()).contains("`backfill_given` AS v").doesNotContain("JSON_TABLE");
            assertThat(typed.scansTable()).as(typed.plan()).isFalse();
        }
    }

    private static Target.StatementPlan written(Database open, Backfill backfill) {
        Target target = target(open, backfill);
        return Objects.requireNonNull(
                open.rehearse(TransactionOptions.CHUNK, session -> target.explain(session, Range.ALL, 10))
                        .get("write"));
    }

    @Test
    void theUserNeedsThePrivilegeOnlyWhereRowsAreLarge() {
        String schema = server.text("SELECT DATABASE()");
        String user = "narrow_" + schema;
        server.run(
                "CREATE USER " + user + " IDENTIFIED BY 'secret'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES ON " + schema + ".* TO " + user,
                "GRANT PROCESS ON *.* TO " + user);
        if (server.product() == Product.MYSQL) {
            server.run(
                    "GRANT SELECT ON performance_schema.data_lock_waits TO " + user,
                    "GRANT SELECT ON performance_schema.file_summary_by_event_name TO " + user);
        }
        String url = server.url().replace("user=root", "user=" + user + "&password=secret");
        byte[] bytes = everyByte(600_000);
        Give small = new Give(id -> values(new byte[0], "small"));
        try (Database open = server.open(url, 8)) {
            List<Finding> findings = Preflight.examine(backfill(small), open).findings();
            assertThat(findings)
                    .filteredOn(finding -> finding.code().equals("privilege-for-large-rows"))
                    .as("%s", findings)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                        assertThat(finding.saw())
                                .isEqualTo("the connected user lacks CREATE TEMPORARY TABLES ON `" + schema
                                        + "`.*, which is needed for rows that are too large for one statement");
                    });
            assertThat(apply(open, small, true).changed()).isEqualTo(8);
            Give large = new Give(id -> values(bytes, "large"));
            assertThatThrownBy(() -> apply(open, large, true)).isInstanceOfSatisfying(DatabaseException.class, e -> {
                assertThat(e.failureClass()).isEqualTo(FailureClass.DEFINITIVE);
                assertThat(e)
                        .hasMessage("the connected user may not create temporary tables in `" + schema
                                + "`, and a row is too large for a statement (max_allowed_packet is 1048576"
                                + " bytes); expected the privilege: GRANT CREATE TEMPORARY TABLES ON `" + schema
                                + "`.* TO it");
            });
            server.run("GRANT CREATE TEMPORARY TABLES ON " + schema + ".* TO " + user);
        }
        try (Database open = server.open(url, 8)) {
            assertThat(Preflight.examine(backfill(small), open).findings())
                    .noneMatch(finding -> finding.code().equals("privilege-for-large-rows")
                            || finding.code().equals("not-checked"));
            Give large = new Give(id -> values(bytes, "large"));
            assertThat(apply(open, large, false).changed()).isEqualTo(8);
            assertThat(apply(open, large, true).changed()).isEqualTo(8);
        }
    }

    private static byte[] everyByte(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    private static Map<String, @Nullable Object> values(byte[] b, String s) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("n", 1);
        values.put("b", b);
        values.put("s", s);
        return values;
    }

    private static Backfill backfill(Transform transform) {
        return Backfill.builder("large", "app", new TableName(null, "large"), new Work.Rows("give", transform))
                .build();
    }

    private static Target target(Database open, Backfill backfill) {
        return open.target(open.describe(backfill.table()), backfill);
    }

    private static RangeWork.Result apply(Database open, Transform transform, boolean commit) {
        Backfill backfill = backfill(transform);
        Target target = target(open, backfill);
        Function<Session, RangeWork.Result> body =
                session -> RangeWork.of(target, backfill).apply(session, Range.ALL, new PhaseClock());
        return commit ? open.transact(TransactionOptions.CHUNK, body) : open.rehearse(TransactionOptions.CHUNK, body);
    }

    /** Answers by the row's number; nothing is no change. */
    private record Give(List<String> reads, Function<Integer, Map<String, @Nullable Object>> of, List<String> writes)
            implements Transform {
        Give(Function<Integer, Map<String, @Nullable Object>> of) {
            this(List.of("id"), of);
        }

        Give(List<String> reads, Function<Integer, Map<String, @Nullable Object>> of) {
            this(reads, of, List.of("n", "b", "s"));
        }

        @Override
        public Outcome apply(Row row) {
            Map<String, @Nullable Object> values = of.apply((Integer) Objects.requireNonNull(row.get("id")));
            return values.isEmpty() ? new Outcome.Unchanged() : new Outcome.Changed(values);
        }
    }
}
