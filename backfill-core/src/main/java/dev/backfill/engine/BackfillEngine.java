package dev.backfill.engine;

import dev.backfill.definition.Backfill;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.report.RunReport;
import dev.backfill.run.History;
import dev.backfill.run.Outbox;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Runs;
import dev.backfill.run.Settings;
import dev.backfill.run.Stop;
import dev.backfill.run.StopOutcome;
import dev.backfill.verify.CopyFaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every use case once. Thread-safe. Calls that run chunks block until the run has ended or paused; all others answer
 * at once. An interrupt of the calling thread pauses the run.
 */
public interface BackfillEngine extends AutoCloseable {
    /** Runs every preflight check; writes nothing. */
    List<Finding> check(Backfill backfill);

    /** Decides bounds, estimates and risk; writes nothing. The plan may be {@link Plan#refused()}. */
    Plan plan(Backfill backfill);

    /** Dry run: real chunks in transactions that cannot commit. */
    RehearsalReport rehearse(Backfill backfill, RunOptions options, boolean full, RunListener listener);

    /**
     * Plans, starts and works until the end.
     *
     * @throws dev.backfill.error.BackfillException if preflight refuses, or the table is held by another run
     */
    RunStatus start(Backfill backfill, RunOptions options, String actor, RunListener listener);

    /**
     * Dry run of {@link #retry}.
     *
     * @return empty if no such row is left
     */
    Optional<RehearsalReport> rehearseRetry(
            RunId of, Backfill backfill, RunOptions options, boolean full, RunListener listener);

    /**
     * Works once more on the rows that failed in a run and that no later run has done since, and on no other row, as a
     * run of its own. Rows that succeed are settled: the old run's dead letters say so.
     *
     * @param of a run that has ended
     * @param backfill the definition as it is now; refused if it names other rows: another database, table or key
     * @return empty if no such row is left
     * @throws dev.backfill.error.BackfillException if preflight refuses, or a run holds the table
     */
    Optional<RunStatus> retry(RunId of, Backfill backfill, RunOptions options, String actor, RunListener listener);

    /**
     * Goes on with a run, in this process.
     *
     * @param backfill the definition as it is now; refused if it differs from the planned one in what it writes
     * @param takeOver does not wait for the lease of a process known to be dead
     */
    RunStatus resume(RunId run, Backfill backfill, boolean takeOver, String actor, RunListener listener);

    /** Asks the run to drain and stop; returns the status after it did, or after a few seconds. */
    RunStatus pause(RunId run, String reason, String actor);

    /** Ends the run for good. */
    RunStatus abort(RunId run, String reason, String actor);

    /** Changes what is not null, durably and for good. */
    default Settings tune(
            RunId run,
            @Nullable Integer rowsPerSecond,
            @Nullable Integer workers,
            @Nullable Integer chunkRows,
            String reason,
            String actor) {
        return tune(run, rowsPerSecond, workers, chunkRows, null, reason, actor);
    }

    /**
     * Changes what is not null, durably; {@link Settings#NONE} lifts the rate's limit or makes the chunk's size adaptive.
     *
     * @param lasting after this time what is changed falls back to what it was; null means for good
     */
    Settings tune(
            RunId run,
            @Nullable Integer rowsPerSecond,
            @Nullable Integer workers,
            @Nullable Integer chunkRows,
            @Nullable Duration lasting,
            String reason,
            String actor);

    /**
     * Keeps every run of every control database from beginning chunks, within two seconds and until it is lifted;
     * meanwhile none can be started or resumed.
     *
     * @return one outcome per control database, also of those that do not answer
     */
    List<StopOutcome> stopAll(String reason, String actor);

    /** Lets all runs go on. */
    List<StopOutcome> lift(String reason, String actor);

    /** Orders to stop all runs that are in force, by control database. */
    Map<String, Stop> stops();

    /**
     * Runs the checks again.
     *
     * @throws dev.backfill.error.BackfillException if a living process works on the run
     */
    RunStatus verify(RunId run, Backfill backfill, RunListener listener);

    /**
     * Which rows of a copy are not as they should be; writes nothing.
     *
     * @param run a copy's that has ended
     * @throws dev.backfill.error.BackfillException if a living process works on the run, or it is not a copy's
     */
    CopyFaults faults(RunId run, Backfill backfill);

    /**
     * Does the work of a copy once more on the rows that {@link #faults} finds, and on no other row, as a run of its own.
     * Rows that the other table has with other values are overwritten only if the copy's {@code on-conflict} says so.
     *
     * @return empty if there is nothing to mend
     * @throws dev.backfill.error.BackfillException as {@link #faults} and {@link #retry}
     */
    Optional<RunStatus> repair(RunId run, Backfill backfill, RunOptions options, String actor, RunListener listener);

    /**
     * @throws dev.backfill.error.BackfillException if there is no such run
     */
    RunStatus status(RunId run);

    /** The run looked back at, also if its definition is gone. */
    RunReport report(RunId run);

    /** Events of the run that the receiver has not been told of, the oldest first. */
    List<Outbox.Message> untold(RunId run, String receiver, int limit);

    /** Runs that the receiver has not been told the last day's news of, and no process will; as far as can be known. */
    List<RunId> untold(String receiver);

    /** The receiver has been told of this event of the run and all before it. */
    void told(RunId run, String receiver, int number);

    /** All runs, as far as the databases that keep them answer; never fails because one does not. */
    Runs runs();

    /**
     * Events of a backfill's runs, or of all runs, as far as the databases that keep them answer; never fails because one
     * does not.
     *
     * @param backfill null means all
     */
    History events(@Nullable String backfill);

    /**
     * The same where each database must answer, the oldest first.
     *
     * @throws RuntimeException as the first that does not
     */
    default List<RunEvent> history(@Nullable String backfill) {
        History history = events(backfill);
        history.unknown().values().stream().findFirst().ifPresent(why -> {
            throw why;
        });
        return history.events();
    }

    /** The oldest first. */
    List<DeadLetter> deadLetters(RunId run, int limit);

    /** All of them, in an order that is always the same. */
    void eachDeadLetter(RunId run, Consumer<DeadLetter> each);

    /** Names of the columns that a position of this run consists of, in order. */
    List<String> key(RunId run);

    /** The DDL for a DBA, by the name of the database where it belongs. */
    Map<String, List<String>> schema(Backfill backfill);

    @Override
    void close();
}
