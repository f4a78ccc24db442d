package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.TableName;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.ChunkId;
import dev.backfill.ledger.FencedException;
import dev.backfill.ledger.SqlLedger;
import dev.backfill.ledger.TableClaim;
import dev.backfill.run.Desired;
import dev.backfill.run.Lease;
import dev.backfill.run.NewRun;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.RunStore;
import dev.backfill.run.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each line of defence against a second process, without the others in front of it. */
class FenceDatabaseTest {
    private static final RunId RUN = new RunId("fence-1");
    private static final TableName TABLE = TableName.parse("public.counted");
    private static PostgresServer server;

    private String url;
    private Database database;
    private SqlLedger ledger;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void claimTable() {
        url = server.createDatabase();
        database = Databases.open(new DatabaseSettings("app", url, null, null, null, 2));
        database.home().install(OwnTables.LEDGER);
        database.home().install(OwnTables.CONTROL);
        ledger = new SqlLedger(database.home());
        take(1);
        write(1, 1);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void anOlderEpochWritesNoChunk() {
        take(2);
        assertFenced(1, 2, true);
        write(2, 2);
    }

    @Test
    void aChunkIsWrittenOnce() {
        assertFenced(1, 1, false);
    }

    @Test
    void aChunkNeedsTheOneBefore() {
        assertFenced(1, 3, false);
        write(1, 2);
        write(1, 3);
    }

    @Test
    void anOlderEpochDoesNotReleaseTheTable() throws Exception {
        take(2);
        release(1);
        assertThat(Sql.number(url, "SELECT epoch FROM backfill_claim")).isEqualTo(2);
        release(2);
        assertThat(Sql.number(url, "SELECT count(*) FROM backfill_claim")).isZero();
    }

    @Test
    void whoWasTakenOverDoesNotChangeTheState() {
        RunStore store = new RunStore(database);
        RunId run = store.create(
                new NewRun("fence", "app", TABLE.toString(), "", "", 0, new Settings(null, 1, null)), "test");
        Lease first = Lease.take(store, run, "first", false);
        first.change(RunState.RUNNING, null, "test");
        Lease second = Lease.take(store, run, "second", true);

        assertThat(first.held()).isFalse();
        assertThat(second.held()).isTrue();
        assertThatThrownBy(() -> first.change(RunState.PAUSED, "asked to end", "test"))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED))
                .hasMessageContaining("second");
        assertThat(store.find(run).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        second.change(RunState.PAUSED, "asked to end", "test");
        assertThat(store.find(run).orElseThrow().state()).isEqualTo(RunState.PAUSED);
    }

    /** It was to pause, then to end, and died before it heard of either. */
    @Test
    void anAbortIsAskedAgainOnceTheProcessThatShouldObeyHasLostItsLease() throws Exception {
        RunStore store = new RunStore(database);
        RunId run = store.create(
                new NewRun("fence", "app", TABLE.toString(), "", "", 0, new Settings(null, 1, null)), "test");
        Lease.take(store, run, "dead", false).change(RunState.RUNNING, null, "test");
        store.ask(run, Desired.PAUSE, "lunch", "test");
        store.ask(run, Desired.PAUSE, "lunch", "ben@desk");
        assertThat(store.find(run).orElseThrow().state()).isEqualTo(RunState.PAUSING);
        Database again = Databases.open(new DatabaseSettings("app", url, null, null, null, 2));
        try (BackfillEngine operator = Engines.create(Map.of("app", again), null)) {
            CompletableFuture<RunStatus> aborted =
                    CompletableFuture.supplyAsync(() -> operator.abort(run, "wrong table", "ann@desk"));
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (store.find(run).orElseThrow().desired() != Desired.ABORT) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(20);
            }
            assertThat(store.find(run).orElseThrow().state())
                    .as("its process may still obey")
                    .isEqualTo(RunState.PAUSING);
            Sql.run(url, "UPDATE backfill_run SET lease_until = now()");

            assertThat(aborted.get(30, TimeUnit.SECONDS).state()).isEqualTo(RunState.ABORTED);
        }
        assertThat(store.find(run).orElseThrow().reason()).isEqualTo("wrong table");
        assertThat(store.events("fence"))
                .as("everybody who asked, each once")
                .filteredOn(event -> List.of("pause", "abort").contains(event.what()))
                .extracting(RunEvent::actor)
                .containsExactlyInAnyOrder("test", "ben@desk", "ann@desk");
    }

    private void assertFenced(long epoch, int chunk, boolean lost) {
        assertThatThrownBy(() -> write(epoch, chunk))
                .isInstanceOfSatisfying(
                        FencedException.class, e -> assertThat(e.lost()).isEqualTo(lost));
    }

    private void take(long epoch) {
        database.transact(TransactionOptions.CONTROL, session -> {
            new TableClaim(database.home()).take(session, TABLE, RUN, epoch);
            return true;
        });
    }

    private void release(long epoch) {
        database.transact(TransactionOptions.CONTROL, session -> {
            new TableClaim(database.home()).release(session, RUN, epoch);
            return true;
        });
    }

    private void write(long epoch, int chunk) {
        Range range = new Range(null, Position.decode("[\"" + chunk + "\"]"));
        database.transact(TransactionOptions.CHUNK, session -> {
            ledger.claim(session, new ChunkId(RUN, 1, chunk), epoch, range);
            return List.of();
        });
    }
}
