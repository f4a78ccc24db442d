package dev.backfill.verify;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Target;
import dev.backfill.error.BackfillException;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.ledger.Ledger;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunId;
import dev.backfill.run.Verification;
import dev.backfill.run.Verification.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All checks after a run. Writes nothing that lasts. Thread-safe. */
public final class Verifier {
    private static final List<VerificationCheck> CHECKS = List.of(
            new LedgerCheck(),
            new RowsCheck(),
            new RemainingCheck(),
            new DifferingCheck(),
            new PendingCheck(),
            new TransformCheck(),
            new CopiedCheck(),
            new AuthorChecks());

    private Verifier() {}

    /**
     * Compares the table as it is now with the plan and the ledger.
     *
     * @throws DatabaseException if the database went away or has no room; that says nothing about the rows
     */
    public static Verification verify(Plan plan, Database database, Target target, Ledger ledger, RunId run) {
        return verify(plan, database, target, ledger, run, () -> true).orElseThrow();
    }

    /**
     * The same for a run that may be held meanwhile, or be asked to stop.
     *
     * @param mayLook called before each transaction, with none open; may wait, and answers false to end the verification
     * @return empty if it ended so
     */
    public static Optional<Verification> verify(
            Plan plan, Database database, Target target, Ledger ledger, RunId run, BooleanSupplier mayLook) {
        return verify(scope(plan, database, target, ledger, run, mayLook), CHECKS);
    }

    /**
     * Every row of a copy that is not as it should be.
     *
     * @throws DatabaseException if the database went away or has no room; that says nothing about the rows
     */
    public static CopyFaults faults(Plan plan, Database database, Target target, Ledger ledger, RunId run) {
        Scope scope = scope(plan, database, target, ledger, run, () -> true);
        CopyComparison found = new CopyComparison(scope, CopiedCheck.MOST).all();
        return new CopyFaults(
                CopiedCheck.unexplained(scope, found.missing()),
                CopiedCheck.unexplained(scope, found.differing()),
                found.gaveUp());
    }

    private static Scope scope(
            Plan plan, Database database, Target target, Ledger ledger, RunId run, BooleanSupplier mayLook) {
        List<Range> recorded = database.transact(Scope.READING, s -> ledger.checkpoints(s, run)).stream()
                .map(Checkpoint::bounds)
                .toList();
        Tally tally = Tally.of(
                plan.partitions(),
                recorded,
                partition -> database.transact(Scope.READING, s -> ledger.chunks(s, run, partition)));
        List<DeadLetter> dead = dead(database, ledger, run);
        long retried = retried(database, ledger, dead);
        return new Scope(plan, database, target, tally, unsettled(dead), dead.size(), retried, false, mayLook);
    }

    /**
     * Looks at nothing but what is done so far: the rows up to each partition's checkpoint. The author's checks, which
     * are about the whole table, are left out.
     *
     * @param mayLook as above
     */
    public static Optional<Verification> verifyDone(
            Plan plan, Database database, Target target, Ledger ledger, RunId run, BooleanSupplier mayLook) {
        List<Checkpoint> begun = database.transact(Scope.READING, s -> ledger.checkpoints(s, run)).stream()
                .filter(checkpoint -> checkpoint.upTo() != null)
                .toList();
        List<Range> done = begun.stream()
                .map(checkpoint -> checkpoint.bounds().to(Objects.requireNonNull(checkpoint.upTo())))
                .toList();
        Tally tally = Tally.of(
                done,
                done,
                number -> database.transact(
                        Scope.READING,
                        s -> ledger.chunks(s, run, begun.get(number - 1).partition())));
        List<DeadLetter> dead = dead(database, ledger, run);
        long retried = retried(database, ledger, dead);
        Scope scope = new Scope(
                plan.only(done), database, target, tally, unsettled(dead), dead.size(), retried, true, mayLook);
        return verify(
                scope, CHECKS.stream().filter(c -> !(c instanceof AuthorChecks)).toList());
    }

    private static List<DeadLetter> dead(Database database, Ledger ledger, RunId run) {
        return database.transact(Scope.READING, s -> ledger.deadLetters(s, run, Integer.MAX_VALUE));
    }

    /** One that a retry has done excuses nothing any more. */
    private static Set<Position> unsettled(List<DeadLetter> letters) {
        return letters.stream()
                .filter(letter -> letter.settledBy() == null)
                .map(DeadLetter::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Rows written by the runs that did these after all. */
    private static long retried(Database database, Ledger ledger, List<DeadLetter> letters) {
        return letters.stream()
                .flatMap(letter -> Stream.ofNullable(letter.settledBy()))
                .distinct()
                .mapToLong(retry -> database.transact(Scope.READING, s -> IntStream.rangeClosed(
                                1, ledger.checkpoints(s, retry).size())
                        .mapToObj(partition -> ledger.chunks(s, retry, partition))
                        .flatMap(List::stream)
                        .mapToLong(chunk -> chunk.result().changed())
                        .sum()))
                .sum();
    }

    private static Optional<Verification> verify(Scope scope, List<VerificationCheck> checks) {
        List<Result> results = new ArrayList<>();
        try {
            checks.forEach(check -> results.addAll(run(check, scope)));
        } catch (Scope.Stopped e) {
            return Optional.empty();
        }
        return Optional.of(Verification.of(results));
    }

    private static List<Result> run(VerificationCheck check, Scope scope) {
        try {
            return check.run(scope);
        } catch (Scope.Stopped e) {
            throw e;
        } catch (DatabaseException e) {
            if (e.failureClass() == FailureClass.CONNECTION || e.failureClass() == FailureClass.CAPACITY) {
                throw e;
            }
            return List.of(failed(check, String.valueOf(e.getMessage())));
        } catch (BackfillException e) {
            return List.of(failed(check, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // its message may quote a row
            return List.of(failed(check, e.getClass().getName()));
        }
    }

    private static Result failed(VerificationCheck check, String why) {
        return Results.of(check.name(), false, "an answer", "none", "the check could not be made: " + why, List.of());
    }
}
