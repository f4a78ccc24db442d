package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.run.Verification.Result;
import dev.backfill.verify.Tally.Break;
import dev.backfill.verify.Tally.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chunks of each planned partition follow one another without a gap from its beginning to its end, and their
 * counts add up. Chunks commit together with their rows, so this proves that each row was visited once.
 */
final class LedgerCheck implements VerificationCheck {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public List<Result> run(Scope scope) {
        int planned = scope.plan().partitions().size();
        String expected = planned + " partitions without a gap";
        if (planned == 0) {
            return List.of(Results.empty(name(), expected));
        }
        List<Break> breaks = new ArrayList<>(scope.tally().breaks());
        int complete = planned - incomplete(scope, breaks);
        if (scope.deadLetters().size() > scope.tally().dead()) {
            breaks.add(new Break(
                    scope.deadLetters().size() + " dead letters, but the chunks count "
                            + scope.tally().dead(),
                    null));
        }
        List<String> whats =
                breaks.stream().map(Break::what).limit(Results.KEYS).toList();
        List<Position> places = breaks.stream()
                .flatMap(b -> Optional.ofNullable(b.at()).stream())
                .toList();
        return List.of(Results.of(
                name(),
                breaks.isEmpty(),
                expected,
                complete + " partitions to their end, " + breaks.size() + " breaks",
                String.join("; ", whats),
                places));
    }

    private static int incomplete(Scope scope, List<Break> breaks) {
        int incomplete =
                scope.plan().partitions().size() - scope.tally().partitions().size();
        for (Progress partition : scope.tally().partitions()) {
            Range rest = partition.rest();
            // the row at the end may have been deleted, so that no chunk could reach it
            if (rest != null && scope.total(rest) > 0) {
                breaks.add(new Break("rows were not visited", partition.checkpoint()));
                incomplete++;
            }
        }
        return incomplete;
    }
}
