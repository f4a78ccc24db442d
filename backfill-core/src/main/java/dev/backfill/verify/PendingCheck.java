package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Example;
import dev.backfill.database.Target.RangeUpdate;
import dev.backfill.plan.FindingCode;
import dev.backfill.run.Verification.Result;
import java.util.List;
import java.util.Optional;

/**
 * SQL work whose {@code where} goes on selecting rows that are done: no row is left that the work would still change,
 * dead letters aside. Stops counting where a count would say no more.
 */
final class PendingCheck implements VerificationCheck {
    @Override
    public String name() {
        return "pending";
    }

    @Override
    public List<Result> run(Scope scope) {
        Optional<RangeUpdate> update = scope.target().update();
        if (update.isEmpty()
                || !scope.found(FindingCode.WHERE_STILL_MATCHES)
                || !scope.plan().idempotent()) {
            return List.of();
        }
        int dead = scope.deadLetters().size();
        String expected = dead == 0 ? "0" : "at most " + dead + ", all of them dead letters";
        if (scope.isEmpty()) {
            return List.of(Results.empty(name(), expected));
        }
        Leftovers left = new Leftovers(scope, new Pending(update.get(), dead + Results.KEYS + 1));
        scope.everything().forEach(left::look);
        boolean passed = left.wrong() == 0;
        return List.of(Results.of(
                name(),
                passed,
                expected,
                (passed ? "" : "at least ") + left.count(),
                passed ? "" : "rows that the work would still change and that are no dead letters",
                left.unexpected()));
    }

    private record Pending(RangeUpdate update, int most) implements Leftovers.Question {
        @Override
        public long count(Session session, Range range) {
            return update.examples(session, range, most).size();
        }

        @Override
        public List<Position> keys(Session session, Range range, int limit) {
            return update.examples(session, range, limit).stream()
                    .map(Example::key)
                    .toList();
        }
    }
}
