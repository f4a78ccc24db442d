package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Audit;
import dev.backfill.error.Counted;
import dev.backfill.plan.FindingCode;
import dev.backfill.run.Verification.Result;
import java.util.List;

/** No row is left that {@code where} selects, dead letters aside. */
final class RemainingCheck implements VerificationCheck {
    @Override
    public String name() {
        return "remaining";
    }

    @Override
    public List<Result> run(Scope scope) {
        if (!scope.backfill().whereEnds() || scope.found(FindingCode.WHERE_STILL_MATCHES)) {
            return List.of();
        }
        int dead = scope.deadLetters().size();
        String expected = dead == 0 ? "0" : "at most " + dead + ", all of them dead letters";
        if (scope.isEmpty()) {
            return List.of(Results.empty(name(), expected));
        }
        Leftovers left = new Leftovers(scope, new Remaining(scope.target().audit()));
        scope.plan().partitions().forEach(left::look);
        long planned = left.wrong();
        long appeared = Math.max(0, scope.rowsInBounds() - scope.tally().scanned());
        if (scope.part() && planned > 0 && planned <= appeared) {
            return List.of(Results.vacuous(
                    name(),
                    expected,
                    Long.toString(left.count()),
                    "no more rows than appeared among those that are done; the sweep at the end takes them"));
        }
        if (!scope.part()) {
            left.look(scope.behind());
        }
        return List.of(Results.of(
                name(),
                left.wrong() == 0,
                expected,
                Long.toString(left.count()),
                detail(left.wrong(), left.wrong() - planned),
                left.unexpected()));
    }

    private static String detail(long wrong, long behind) {
        if (wrong == 0) {
            return "";
        }
        String rows = Counted.of(wrong, "row") + " that where still selects and no dead letter explains";
        return behind == 0
                ? rows
                : rows + "; " + behind + " of them appeared behind the last key there was at planning: does the"
                        + " application write the new values yet?";
    }

    private record Remaining(Audit audit) implements Leftovers.Question {
        @Override
        public long count(Session session, Range range) {
            return audit.remaining(session, range);
        }

        @Override
        public List<Position> keys(Session session, Range range, int limit) {
            return audit.remainingKeys(session, range, limit);
        }
    }
}
