package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.Range;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new table is filled from an old one, and no row that is there already is written unless the definition says so. */
public abstract class CopyContract extends CopySuite {
    /** Waits for a lock for longer than a busy machine may leave its holder alone. */
    private static final TransactionOptions PATIENT =
            new TransactionOptions(Duration.ofSeconds(20), Duration.ofSeconds(30), true, true);

    @ParameterizedTest
    @EnumSource(OnConflict.class)
    void fillsAnEmptyTableAndChangesNothingTheSecondTime(OnConflict onConflict) {
        RunStatus status = succeed(people(onConflict).build());

        assertRows(status, ROWS, ROWS, 0);
        assertCopied();
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        List<@Nullable String> before = database.versions("people");
        List<@Nullable String> read = database.versions("users");

        assertRows(succeed(people(onConflict).build()), ROWS, 0, 0);

        assertThat(database.versions("people")).isEqualTo(before);
        assertThat(database.versions("users")).isEqualTo(read);
    }

    @Test
    void takesOnlyTheRowsThatWhereSelectsAndNeverFailsOnOthers() {
        Backfill backfill = copy(OnConflict.UPDATE, "person_id", "id", "visits", "100 % (id % 3)")
                .where("id % 3 <> 0")
                .build();

        RunStatus status = succeed(backfill);

        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(267);
        assertRows(status, ROWS, 267, 0);
        assertThat(rows("person_id, visits", "people"))
                .isEqualTo(rows("id, 100 % (id % 3)", "(SELECT * FROM users WHERE id % 3 <> 0) AS u"));
    }

    @Test
    void leavesARowAloneThatIsThereAlready() {
        database.run("INSERT INTO people VALUES (7, 'newer', 0)", "INSERT INTO people VALUES (9, 'N9', 9)");
        List<@Nullable String> before = database.versions("people");

        RunStatus status = succeed(people(OnConflict.SKIP).build());

        assertRows(status, ROWS, ROWS - 2, 0);
        assertThat(database.versions("people")).containsAll(before);
        assertThat(database.text("SELECT name FROM people WHERE person_id = 7")).isEqualTo("newer");
    }

    @Test
    void overwritesARowThatIsThereOnlyIfToldToAndOnlyIfItDiffers() {
        database.run("INSERT INTO people VALUES (7, 'older', 0)", "INSERT INTO people VALUES (9, 'N9', 9)");
        List<@Nullable String> before = database.versions("people", "person_id = 9");

        assertRows(succeed(people(OnConflict.UPDATE).build()), ROWS, ROWS - 1, 0);

        assertCopied();
        assertThat(database.versions("people", "person_id = 9")).isEqualTo(before);
    }

    @Test
    void makesADeadLetterOfARowThatIsThereWithOtherValuesIfToldTo() {
        database.run("INSERT INTO people VALUES (7, 'other', 0)", "INSERT INTO people VALUES (9, 'N9', 9)");
        Backfill backfill = people(OnConflict.FAIL).build();

        RunStatus status = succeed(backfill);

        assertRows(status, ROWS, ROWS - 2, 1);
        assertThat(deadKeys(status)).containsExactly("7");
        assertThat(database.text("SELECT name FROM people WHERE person_id = 7")).isEqualTo("other");

        database.run("DELETE FROM people WHERE person_id = 7");
        RunStatus second = engine().retry(status.run(), backfill, RunOptions.NONE, ACTOR, DEAF)
                .orElseThrow();
        assertRows(second, 1, 1, 0);
        assertCopied();
    }

    @Test
    void makesADeadLetterOfARowThatTheOtherTableRefusesAndRetriesItAlone() {
        database.run("ALTER TABLE people ADD CONSTRAINT bad CHECK (visits NOT IN (3, 200))");
        Backfill backfill = people(OnConflict.SKIP).build();

        RunStatus status = succeed(backfill);

        assertRows(status, ROWS, ROWS - 2, 2);
        assertThat(deadKeys(status)).containsExactly("200", "3");
        database.run("ALTER TABLE people DROP CONSTRAINT bad", "DELETE FROM people WHERE person_id = 1");
        RunStatus second = engine().retry(status.run(), backfill, RunOptions.NONE, ACTOR, DEAF)
                .orElseThrow();
        assertRows(second, 2, 2, 0);
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS - 1);
    }

    /** A row there is met by its key alone: one that only has a value in common is another row. */
    @ParameterizedTest
    @EnumSource(OnConflict.class)
    void makesADeadLetterOfARowThatAnotherUniqueIndexRefuses(OnConflict onConflict) {
        database.run("CREATE UNIQUE INDEX other ON people (visits)", "INSERT INTO people VALUES (-9, 'own', 5)");

        RunStatus status = start(people(onConflict).build());

        assertRows(status, ROWS, ROWS - 1, 1);
        assertThat(deadKeys(status)).containsExactly("5");
        assertThat(rows("person_id, name, visits", "people")).contains("-9|own|5|end");
        assertThat(database.number("SELECT count(*) FROM people WHERE person_id = 5"))
                .isZero();
    }

    /** Nobody else may write the other table; the one that is read is anybody's. */
    @Test
    void needsTheTableThatIsReadForItselfAtNoMoment() {
        Backfill other =
                set("users", "visits", "visits + 0").where("visits < 0").build();
        AtomicBoolean begun = new AtomicBoolean();
        RunListener beside = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted && begun.compareAndSet(false, true)) {
                assertThat(start(people(OnConflict.SKIP).build()).state()).isEqualTo(RunState.SUCCEEDED);
            }
        };

        RunStatus status = engine().start(other, RunOptions.NONE, ACTOR, beside);

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(begun).isTrue();
        assertCopied();
    }

    @Test
    void aDryRunCopiesNothing() {
        var report = engine().rehearse(people(OnConflict.UPDATE).build(), RunOptions.NONE, true, DEAF);

        assertRows(report.status(), ROWS, ROWS, 0);
        assertThat(report.examples()).isNotEmpty();
        assertThat(report.examples().get(0).after())
                .containsEntry("person_id", "1")
                .containsEntry("name", "N1");
        assertThat(report.examples().get(0).before()).containsEntry("name", null);
        assertThat(database.number("SELECT count(*) FROM people")).isZero();
    }

    @Test
    void refusesWhatCannotBeCarriedByColumn() {
        database.run(database.dialect().insist());

        assertThatThrownBy(() -> start(
                        copy(OnConflict.SKIP, "person_id", "id", "name", "visits", "visits", "visits / 2.0", "g", "1")
                                .build()))
                .hasMessageContaining("must")
                .hasMessageContaining("column g");
        database.run("ALTER TABLE people DROP COLUMN must");
        assertThatThrownBy(
                        () -> start(copy(OnConflict.SKIP, "person_id", "id", "name", "visits", "visits", "visits / 2.0")
                                .build()))
                .hasMessageContaining("for column name gives int")
                .hasMessageContaining("for column visits gives ");
        assertThat(database.number("SELECT count(*) FROM people")).isZero();
    }

    /**
     * The application writes the old table, and a trigger the new one, where the row is there already. A row that is copied
     * as it was, and changed at the same moment, would keep the older value for good.
     */
    @Test
    void carriesNoOlderValueThanTheApplicationHasWritten() throws Exception {
        database.run("INSERT INTO users SELECT n + 400, concat('n', n + 400), n + 400 FROM "
                + database.dialect().numbers(5600));
        database.run(database.dialect()
                .afterUpdate("users", "UPDATE people SET visits = NEW.visits WHERE person_id = NEW.id"));
        AtomicBoolean over = new AtomicBoolean();
        Callable<Integer> writer = () -> {
            int writes = 0;
            try (Connection connection = database.connect();
                    PreparedStatement visit =
                            connection.prepareStatement("UPDATE users SET visits = visits + 1 WHERE id % 97 = ?")) {
                while (!over.get()) {
                    visit.setInt(1, writes++ % 97);
                    visit.executeUpdate();
                }
            }
            return writes;
        };
        ExecutorService application = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> writes = application.submit(writer);
            RunStatus status = start(people(OnConflict.SKIP).workers(2).build());
            over.set(true);
            assertThat(writes.get()).isPositive();
            assertThat(status.rows().dead()).isZero();
            assertCopied();
        } finally {
            over.set(true);
            application.shutdown();
        }
    }

    @Test
    void waitsForWhoeverChangesARowAndCopiesWhatBecomesOfIt() throws Exception {
        Database app = closing(database.open("app"));
        Target target = app.target(
                app.describe(TableName.parse("users")), people(OnConflict.SKIP).build());
        ExecutorService engine = Executors.newSingleThreadExecutor();
        try (Connection other = database.connect();
                Statement change = other.createStatement()) {
            other.setAutoCommit(false);
            change.executeUpdate("UPDATE users SET visits = 1000 WHERE id = 5");
            Future<Integer> copied = engine.submit(() -> app.transact(
                    PATIENT, session -> target.update().orElseThrow().apply(session, Range.ALL)));

            assertThatThrownBy(() -> copied.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            other.commit();

            assertThat(copied.get()).isEqualTo(ROWS);
            assertCopied();
        } finally {
            engine.shutdown();
        }
    }
}
