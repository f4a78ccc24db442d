package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Audit;
import dev.backfill.definition.Expressions;
import dev.backfill.definition.Work;
import dev.backfill.error.Counted;
import dev.backfill.plan.FindingCode;
import dev.backfill.run.Verification.Result;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQL work: each column is what its expression gives, counted over every row. Where {@code where} left rows alone,
 * these may differ, but no more rows than the ledger says were left alone.
 */
final class DifferingCheck implements VerificationCheck {
    @Override
    public String name() {
        return "differing";
    }

    @Override
    public List<Result> run(Scope scope) {
        if (!(scope.backfill().work() instanceof Work.Set set)) {
            return List.of();
        }
        boolean all = scope.backfill().where() == null;
        String expected =
                all ? exactly(scope) : "at most " + Counted.of(scope.leftAlone(), "row") + " the run left alone";
        String hindrance = hindrance(scope, set);
        if (hindrance != null) {
            return List.of(Results.vacuous(name(), expected, "not compared", hindrance));
        }
        if (scope.isEmpty()) {
            return List.of(Results.empty(name(), expected));
        }
        Leftovers left = new Leftovers(scope, new Differing(scope.target().audit()));
        (all ? scope.everything() : scope.plan().partitions()).forEach(left::look);
        return List.of(all ? judge(expected, left) : judgeBounded(scope, expected, left));
    }

    private static String exactly(Scope scope) {
        int dead = scope.deadLetters().size();
        return dead == 0 ? "0" : "at most " + dead + ", all of them dead letters";
    }

    /** Why comparing a row with its expressions says nothing about whether it was done; null if it does. */
    private static @Nullable String hindrance(Scope scope, Work.Set set) {
        if (scope.plan().untried()) {
            return "no row needed the work when it was planned, so whether it may be applied twice was not tried; the"
                    + " ledger check stands for this one";
        }
        if (!scope.plan().idempotent()) {
            return "the work is not known to be idempotent, so a row that was done differs from its expressions too;"
                    + " the ledger check stands for this one";
        }
        if (scope.found(FindingCode.VOLATILE_FUNCTION)) {
            return "an expression gives another value each time";
        }
        List<String> written = List.copyOf(set.expressions().keySet());
        boolean readsOwn = set.expressions().entrySet().stream()
                .filter(each -> !Expressions.column(each.getValue()).equals(Optional.of(each.getKey())))
                .anyMatch(each ->
                        written.stream().anyMatch(column -> Expressions.mentionsInAnyCase(each.getValue(), column)));
        return readsOwn && scope.backfill().where() != null
                ? "an expression reads a column that is written, and where alone says which rows are done"
                : null;
    }

    private Result judge(String expected, Leftovers left) {
        String detail = left.wrong() == 0
                ? ""
                : Counted.of(left.wrong(), "row") + " with other values that no dead letter explains" + failing(left);
        return Results.of(name(), left.wrong() == 0, expected, Long.toString(left.count()), detail, left.unexpected());
    }

    private Result judgeBounded(Scope scope, String expected, Leftovers left) {
        if (left.gaveUp()) {
            return Results.vacuous(
                    name(), expected, "not compared", "the expressions fail on rows that where leaves alone");
        }
        boolean passed = left.count() <= scope.leftAlone();
        return Results.of(
                name(),
                passed,
                expected,
                Long.toString(left.count()),
                passed ? "" : "more rows differ than were left alone" + failing(left),
                passed ? List.of() : left.unexpected());
    }

    private static String failing(Leftovers left) {
        return left.unanswerable() == 0
                ? ""
                : "; for " + left.unanswerable() + (left.gaveUp() ? " or more" : "") + " the expressions fail";
    }

    private record Differing(Audit audit) implements Leftovers.Question {
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
