package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Target.Page;
import dev.backfill.definition.Work;
import dev.backfill.error.Counted;
import dev.backfill.plan.FindingCode;
import dev.backfill.preflight.Reapplication;
import dev.backfill.run.Verification.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Row work: transforming the rows once more changes none of them. Where {@code where} goes false for rows that are
 * done, the remaining rows are counted instead and this has nothing to look at.
 */
final class TransformCheck implements VerificationCheck {
    /** Up to here every row is transformed again: some tens of seconds. Above, the first page of each partition. */
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
        boolean whereStops = scope.backfill().where() != null && !scope.found(FindingCode.WHERE_STILL_MATCHES);
        if (!(scope.backfill().work() instanceof Work.Rows work) || whereStops) {
            return List.of();
        }
        if (!scope.plan().idempotent()) {
            return List.of(Results.vacuous(
                    name(),
                    "0",
                    "not compared",
                    (scope.plan().untried()
                                    ? "no row needed the work when it was planned"
                                    : "the work is not known to be idempotent")
                            + "; the ledger check stands for this one"));
        }
        if (scope.isEmpty()) {
            return List.of(Results.empty(name(), "0"));
        }
        boolean whole = scope.rowsInBounds() <= allRows;
        Sweep sweep = new Sweep(scope, new Reapplication(scope.target().rows().orElseThrow(), work.transform()), page);
        scope.everything().forEach(range -> sweep.look(range, whole));
        return List.of(Results.of(
                name(),
                sweep.wrong.isEmpty(),
                "0",
                Integer.toString(sweep.wrong.size()),
                "transformed " + Counted.of(sweep.rows, "row") + " again: "
                        + (whole ? "all" : "the first " + page + " of each partition"),
                sweep.wrong));
    }

    /** Goes through ranges page by page; each page's locks are gone before the next. */
    private static final class Sweep {
        private final Scope scope;
        private final Reapplication work;
        private final int page;
        private final List<Position> wrong = new ArrayList<>();
        private long rows;

        Sweep(Scope scope, Reapplication work, int page) {
            this.scope = scope;
            this.work = work;
            this.page = page;
        }

        void look(Range range, boolean whole) {
            Range left = range;
            Optional<Page> next = next(left);
            while (next.isPresent()) {
                Range part = left.to(next.get().end());
                wrong.addAll(scope.rehearse(session -> work.changing(session, part, scope.deadLetters())));
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
