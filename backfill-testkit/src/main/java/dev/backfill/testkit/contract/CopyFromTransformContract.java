package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.Phase;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A copy from another database whose rows a transform changes on their way. */
public abstract class CopyFromTransformContract extends CopyFromGround {
    /** Of a name such as {@code n7} the number: a text where the other table has a number. */
    private static Backfill numbers(OnConflict onConflict, Function<@Nullable String, Outcome> change) {
        Transform transform =
                new Columns(List.of("visits"), List.of("visits"), row -> change.apply(row.text("visits")));
        return copy(onConflict, transform, "person_id", "id", "name", "full_name", "visits", "full_name");
    }

    private static Outcome number(@Nullable String name) {
        return name == null
                ? new Outcome.Unchanged()
                : new Outcome.Changed(Map.of("visits", Integer.parseInt(name.substring(1))));
    }

    private static Outcome numberOrWhatDoesNotFit(@Nullable String name) {
        return "n21".equals(name) || "n22".equals(name)
                ? new Outcome.Changed(Map.of("visits", "no number"))
                : "n3".equals(name) ? new Outcome.Rejected("unlucky") : number(name);
    }

    @Test
    void theExpressionsTypeIsNoMatterAndWhatDoesNotFitBecomesADeadLetter() {
        RunStatus status = run(numbers(OnConflict.SKIP, CopyFromTransformContract::numberOrWhatDoesNotFit));

        assertRows(status, ROWS, ROWS - 3, 3);
        assertThat(deadKeys(status)).containsExactly("21", "22", "3");
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertThat(database.number("SELECT count(*) FROM people WHERE visits = person_id"))
                .isEqualTo(ROWS - 40 - 3);

        Backfill lenient = numbers(OnConflict.SKIP, CopyFromTransformContract::number);
        RunStatus retry = both().retry(status.run(), lenient, RunOptions.NONE, ACTOR, DEAF)
                .orElseThrow();

        assertThat(retry.state()).as("%s", retry).isEqualTo(RunState.SUCCEEDED);
        assertRows(retry, 3, 3, 0);
        assertThat(observer().deadLetters(status.run(), 9))
                .allSatisfy(letter -> assertThat(letter.settledBy()).isEqualTo(retry.run()));
        assertThat(database.number("SELECT count(*) FROM people WHERE visits = person_id"))
                .isEqualTo(ROWS - 40);
    }

    /** However long the other database and the transform take, the application is not kept from writing. */
    @Test
    void nobodyWaitsForTheTableThatIsWrittenWhileRowsAreMade() {
        database.run("CREATE TABLE orders (id int PRIMARY KEY)");
        AtomicInteger orders = new AtomicInteger(3);
        Backfill backfill = numbers(OnConflict.SKIP, name -> {
            if (orders.get() < 3) {
                database.run("INSERT INTO orders VALUES (" + orders.incrementAndGet() + ")");
            }
            return number(name);
        });

        AtomicBoolean begun = new AtomicBoolean();
        RunListener ordering = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted && begun.compareAndSet(false, true)) {
                orders.set(0);
            }
        };
        RunStatus status = both().start(backfill, RunOptions.NONE, ACTOR, ordering);

        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertRows(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT count(*) FROM orders")).isEqualTo(3);
    }

    @Test
    void retriesWhatTheTransformRefusesAsOftenAsItDoes() {
        Backfill backfill = numbers(OnConflict.UPDATE, CopyFromTransformContract::numberOrWhatDoesNotFit);
        RunStatus first = run(backfill);

        RunStatus again = both().retry(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF)
                .orElseThrow();

        assertThat(again.state()).as("%s", again).isEqualTo(RunState.SUCCEEDED);
        assertRows(again, 3, 0, 3);
        assertThat(observer().deadLetters(first.run(), 9))
                .allSatisfy(letter -> assertThat(letter.settledBy()).isNull());
        assertThat(both().faults(again.run(), backfill).missing()).isEmpty();
    }

    @Test
    void rehearsesWithTheValuesThatTheTransformGives() {
        Backfill backfill = numbers(OnConflict.UPDATE, CopyFromTransformContract::numberOrWhatDoesNotFit);
        database.run("INSERT INTO people VALUES (1, 'n1', 99)");
        Set<Phase> phases = ConcurrentHashMap.newKeySet();
        RunListener timing = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted chunk) {
                phases.addAll(chunk.phases().keySet());
            }
        };

        var report = both().rehearse(backfill, RunOptions.NONE, true, timing);

        assertRows(report.status(), ROWS, ROWS - 3, 3);
        assertThat(report.examples().get(0).before()).containsEntry("visits", "99");
        assertThat(report.examples().get(0).after())
                .containsEntry("person_id", "1")
                .containsEntry("visits", "1");
        assertThat(phases).contains(Phase.READ, Phase.TRANSFORM, Phase.WRITE);
        assertThat(database.number("SELECT count(*) FROM people")).isOne();
        assertThat(both().check(backfill)).anyMatch(finding -> finding.code().equals("rows-rejected"));
    }

    @Test
    void refusesToTransformTheColumnByWhichARowIsFoundAgain() {
        Transform transform = new Columns(List.of(), List.of("person_id"), row -> new Outcome.Unchanged());
        Backfill backfill = copy(OnConflict.SKIP, transform, "person_id", "id", "name", "full_name");

        assertThatThrownBy(() -> run(backfill))
                .hasMessageContaining("copy-key-transformed")
                .hasMessageContaining("person_id");
    }

    @Test
    void leavesRowsAloneThatAreThereUnlessToldTo() {
        database.run("INSERT INTO people VALUES (7, 'newer', 0)");
        Backfill skip = numbers(OnConflict.SKIP, CopyFromTransformContract::number);

        RunStatus status = run(skip);

        assertRows(status, ROWS, ROWS - 1, 0);
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertThat(database.text("SELECT name FROM people WHERE person_id = 7")).isEqualTo("newer");
        assertRows(run(numbers(OnConflict.UPDATE, CopyFromTransformContract::number)), ROWS, 1, 0);
    }

    /** More rows than are in memory at a time, and wrong ones in several of these pages. */
    @Test
    void comparesPageByPage() {
        legacy.run("DROP TABLE users");
        legacy.create("users", "id int PRIMARY KEY, full_name text, visits int NOT NULL", 5000, "n, concat('n', n), n");
        Backfill backfill = numbers(OnConflict.UPDATE, CopyFromTransformContract::number);
        RunStatus status = run(backfill);
        assertRows(status, 5000, 5000, 0);
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        database.run(
                "UPDATE people SET visits = -1 WHERE person_id IN (1, 2500, 5000)",
                "DELETE FROM people WHERE person_id IN (2001, 4001)",
                "INSERT INTO people VALUES (6000, 'extra', 1)");

        Verification wrong = both().verify(status.run(), backfill, DEAF).verification();

        assertThat(check(wrong, "copied").actual()).contains("2 missing, 3 with other values");
        assertThat(check(wrong, "copied-extra").keys()).containsExactly("[\"6000\"]");
        assertRows(repair(status, backfill), 5, 5, 0);
        assertRows(run(backfill), 5000, 0, 0);
    }

    /** Rows that appeared behind the checkpoint are swept, and a chunk that was not committed is done again. */
    @Test
    void goesOnWhereItWas() {
        AtomicInteger times = new AtomicInteger();
        ChunkProbe probe = at -> {
            if (at == Moment.BEFORE_COMMIT && times.incrementAndGet() == 4) {
                throw new IllegalStateException("the process dies");
            }
        };
        Backfill backfill = numbers(OnConflict.FAIL, CopyFromTransformContract::numberOrWhatDoesNotFit);
        var dying = closing(
                Engines.create(Map.of("app", database.open("app"), "legacy", legacy.open("legacy")), null, probe));
        RunStatus died = dying.start(backfill, new RunOptions(1, null, 50), ACTOR, DEAF);
        assertThat(died.state()).as("%s", died).isEqualTo(RunState.FAILED);
        legacy.run("INSERT INTO users VALUES (-1, 'n-1', -1), (500, 'n500', 500)");

        RunStatus ended = both().resume(died.run(), backfill, false, ACTOR, DEAF);

        assertThat(ended.state()).as("%s", ended).isEqualTo(RunState.SUCCEEDED);
        assertThat(deadKeys(ended)).containsExactly("21", "22", "3");
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS - 3 + 2);
        assertThat(database.number("SELECT visits FROM people WHERE person_id = 500"))
                .isEqualTo(500);
        assertThat(ended.verification().state()).isNotEqualTo(Verification.State.FAILED);
    }
}
