package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Audit;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import dev.backfill.error.Counted;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy: the other table has each row that was read, with the values that the expressions give. Both tables count their
 * rows and sum them up; where the sums differ, the rows are found.
 */
final class CopiedCheck implements VerificationCheck {
    /** More wrong rows than this are not a matter of rows. */
    static final int MOST = 100_000;

    private static final String ROWS = "copied";
    private static final String EXTRA = "copied-extra";
    private static final String MENDING = "mend them with verify --repair, or know who changed them since";

    @Override
    public String name() {
        return ROWS;
    }

    @Override
    public List<Result> run(Scope scope) {
        if (!(scope.backfill().work() instanceof Work.Copy copy)) {
            return List.of();
        }
        if (scope.plan().retryOf() != null) {
            return List.of(retried(scope, copy));
        }
        if (scope.isEmpty()) {
            return List.of(Results.empty(name(), "every row"));
        }
        CopyComparison found = new CopyComparison(scope, MOST).all();
        return List.of(rows(scope, copy, found), extra(copy, found));
    }

    private static Result rows(Scope scope, Work.Copy copy, CopyComparison found) {
        List<Position> missing = unexplained(scope, found.missing());
        List<Position> differing = unexplained(scope, found.differing());
        long explained = (long) found.differing().size() - differing.size();
        long others = found.differingRows() - explained;
        long allowed = 0;
        long gone = 0;
        if (copy.onConflict() == OnConflict.SKIP) {
            long there = found.rowsRead() - found.missing().size() - explained;
            allowed = there - scope.tally().changed() - scope.retried();
            gone = found.extraRows() + Math.max(0, scope.tally().scanned() - scope.rowsInBounds());
        }
        State state = found.gaveUp() || !missing.isEmpty() ? State.FAILED : state(others, allowed, gone);
        int dead = scope.deadLetters().size();
        String expected = Counted.of(found.rowsRead(), "row")
                + (dead == 0 ? "" : ", dead letters aside")
                + (allowed <= 0 ? "" : "; at most " + allowed + " that differ, which were there and left alone");
        String actual = Counted.of(found.rowsWritten(), "row") + ", " + missing.size() + " missing, " + others
                + " with other values" + (found.gaveUp() ? ", and more" : "");
        List<Position> keys = new ArrayList<>(missing);
        keys.addAll(differing);
        if (state == State.VACUOUS) {
            String detail =
                    "rows of the run's own may have been deleted since, or may no longer be selected, so that this"
                            + " cannot tell whether those that differ were there before it";
            return new Result(ROWS, state, expected, actual, detail, Results.encoded(keys));
        }
        return Results.of(ROWS, state == State.PASSED, expected, actual, state == State.PASSED ? "" : MENDING, keys);
    }

    /**
     * A run that skips what is there leaves as many rows alone as there are without those that it has written.
     *
     * @param gone rows of the run's own that may be among those it has written and not among those that are there
     */
    private static State state(long differing, long allowed, long gone) {
        if (differing <= Math.max(0, allowed)) {
            return State.PASSED;
        }
        return differing <= allowed + gone ? State.VACUOUS : State.FAILED;
    }

    /** A row that only the other table has may have been there before, or be one that was deleted after it was copied. */
    private static Result extra(Work.Copy copy, CopyComparison found) {
        String actual = Long.toString(found.extraRows());
        if (found.extraRows() == 0) {
            return Results.of(EXTRA, true, "0", actual, "", List.of());
        }
        return new Result(
                EXTRA,
                State.VACUOUS,
                "0",
                actual,
                copy.into() + " has rows for which nothing is read: somebody else's, or deleted since they were copied;"
                        + " this cannot tell, and --repair leaves them alone",
                Results.encoded(found.extra()));
    }

    static List<Position> unexplained(Scope scope, List<Position> keys) {
        return keys.stream().filter(key -> !scope.deadLetters().contains(key)).toList();
    }

    private static Result retried(Scope scope, Work.Copy copy) {
        Leftovers left = new Leftovers(scope, new Missing(scope.target().audit()));
        scope.everything().forEach(left::look);
        String detail = left.wrong() == 0
                ? ""
                : Counted.of(left.wrong(), "row") + " that " + copy.into()
                        + " lacks or has with other values, and that no dead letter explains";
        return Results.of(ROWS, left.wrong() == 0, "0", Long.toString(left.count()), detail, left.unexpected());
    }

    private record Missing(Audit audit) implements Leftovers.Question {
        @Override
        public long count(Session session, Range range) {
            return audit.differing(session, range);
        }

        @Override
        public List<Position> keys(Session session, Range range, int limit) {
            return audit.differingKeys(session, range, limit);
        }
    }
}
