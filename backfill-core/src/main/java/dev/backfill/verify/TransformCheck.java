package dev.backfill.verify;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.RowAccess;
import dev.backfill.definition.Work;
import dev.backfill.error.Counted;
import dev.backfill.plan.FindingCode;
import dev.backfill.preflight.Reapplication;
import dev.backfill.run.Verification.Result;
import dev.backfill.verify.Tally.Beginning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Row work: transforming the rows once more changes none of them. Where {@code where} goes false for rows that are done,
 * rows are read whatever it says; those that it left alone may change, but no more of them than the ledger says.
 */
final class TransformCheck implements VerificationCheck {
    /** Up to here every row is transformed again: some tens of seconds. Above, the beginning of each partition. */
    private final long allRows;

    private final int page;

    TransformCheck() {
        this(1_000_000, 1000);
    }

    TransformCheck(long allRows, int page) {
        this.allRows = allRows;
        this.page = page;
    }

    @Override
    public String name() {
        return "transform";
    }

    @Override
    public List<Result> run(Scope scope) {
        if (!(scope.backfill().work() instanceof Work.Rows work)) {
            return List.of();
        }
        boolean whereEnds = scope.backfill().whereEnds() && !scope.found(FindingCode.WHERE_STILL_MATCHES);
        String hindrance = hindrance(scope, whereEnds);
        if (hindrance != null) {
            return List.of(
                    Results.vacuous(name(), "0", "not compared", hindrance + "; the ledger check stands for this one"));
        }
        if (scope.isEmpty()) {
            return List.of(Results.empty(name(), "0"));
        }
        RowAccess access = scope.target().rows().orElseThrow();
        return List.of(
                whereEnds
                        ? bounded(scope, Reapplication.ofAll(access, work.transform()))
                        : all(scope, new Reapplication(access, work.transform())));
    }

    /** Why a second application says nothing about the first; null if it does. */
    private static @Nullable String hindrance(Scope scope, boolean whereEnds) {
        if (scope.plan().untried()) {
            return "no row needed the work when it was planned";
        }
        if (!scope.plan().idempotent()) {
            return "the work is not known to be idempotent";
        }
        return whereEnds && scope.found(FindingCode.WHERE_ALONE_ENDS)
                ? "the transform would change rows that are done once more, and where alone says which these are"
                : null;
    }

    private Result all(Scope scope, Reapplication work) {
        boolean whole = scope.rowsInBounds() <= allRows;
        List<Position> wrong = new ArrayList<>();
        Sweep sweep = new Sweep(
                scope,
                page,
                part -> wrong.addAll(scope.rehearse(session -> work.changing(session, part, scope.deadLetters()))));
        scope.everything().forEach(range -> sweep.look(range, whole));
        return Results.of(
                name(),
                wrong.isEmpty(),
                "0",
                Integer.toString(wrong.size()),
                again(sweep.rows, whole, "the first " + page + " of each partition"),
                wrong);
    }

    private static String again(long rows, boolean whole, String sample) {
        return "transformed " + Counted.of(rows, "row") + " again: " + (whole ? "all" : sample);
    }

    private Result bounded(Scope scope, Reapplication work) {
        boolean whole = scope.rowsInBounds() <= allRows;
        List<Beginning> sample = scope.tally().beginnings();
        long bound = whole
                ? scope.leftAlone()
                : sample.stream().mapToLong(b -> leftAlone(scope, b)).sum();
        String expected = bound == 0 ? "0" : "at most " + Counted.of(bound, "row") + " the run left alone";
        Leftovers left = new Leftovers(scope, new Changing(work, scope.deadLetters()));
        Sweep sweep = new Sweep(scope, page, left::look);
        List<Range> ranges = whole
                ? scope.plan().partitions()
                : sample.stream().map(Beginning::range).toList();
        try {
            ranges.forEach(range -> sweep.look(range, true));
        } catch (DatabaseException e) {
            if (e.failureClass() != FailureClass.CONTENTION) {
                throw e;
            }
            return Results.vacuous(name(), expected, "not compared", "somebody else holds rows: " + e.getMessage());
        }
        if (left.gaveUp()) {
            return Results.vacuous(
                    name(),
                    expected,
                    "not compared",
                    "the database refuses what the transform answers for rows that" + " where leaves alone");
        }
        String detail = again(sweep.rows, whole, "the first chunk of each partition");
        if (left.count() <= bound && sweep.rows <= bound) {
            return Results.vacuous(
                    name(), expected, Long.toString(left.count()), detail + "; the run left as many rows alone");
        }
        boolean passed = left.count() <= bound;
        return Results.of(
                name(),
                passed,
                expected,
                Long.toString(left.count()),
                passed || bound == 0 ? detail : detail + "; more rows differ than were left alone",
                passed ? List.of() : left.unexpected());
    }

    /** Rows of the chunk that it did not change, and those that appeared between them since. */
    private static long leftAlone(Scope scope, Beginning chunk) {
        return chunk.leftAlone() + Math.max(0, scope.total(chunk.range()) - chunk.scanned());
    }

    private record Changing(Reapplication work, Set<Position> dead) implements Leftovers.Question {
        @Override
        public long count(Session session, Range range) {
            return work.changing(session, range, dead).size();
        }

        @Override
        public List<Position> keys(Session session, Range range, int limit) {
            return work.changing(session, range, dead).stream().limit(limit).toList();
        }

        @Override
        public boolean writes() {
            return true;
        }
    }

    /** Goes through ranges page by page; each page's locks are gone before the next. */
    private static final class Sweep {
        private final Scope scope;
        private final int page;
        private final Consumer<Range> body;
        private long rows;

        Sweep(Scope scope, int page, Consumer<Range> body) {
            this.scope = scope;
            this.page = page;
            this.body = body;
        }

        void look(Range range, boolean whole) {
            Range left = range;
            Optional<Page> next = next(left);
            while (next.isPresent()) {
                body.accept(left.to(next.get().end()));
                rows += next.get().rows();
                left = left.from(next.get().end());
                next = whole ? next(left) : Optional.empty();
            }
        }

        private Optional<Page> next(Range range) {
            return scope.read(
                    range, (s, r) -> Optional.ofNullable(scope.target().keyset().next(s, r, page)));
        }
    }
}
