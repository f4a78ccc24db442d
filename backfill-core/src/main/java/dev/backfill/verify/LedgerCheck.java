package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.error.Counted;
import dev.backfill.run.Verification.Result;
import dev.backfill.verify.Tally.Break;
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
        String expected = Counted.of(planned, "partition") + " without a gap";
        if (planned == 0) {
            return List.of(Results.empty(name(), expected));
        }
        List<Break> breaks = new ArrayList<>(scope.tally().breaks());
        if (scope.buried() > scope.tally().dead()) {
            breaks.add(new Break(
                    Counted.of(scope.buried(), "dead letter") + ", but the chunks count "
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
                Counted.of(scope.tally().complete(), "partition") + " without a gap, "
                        + Counted.of(breaks.size(), "break"),
                String.join("; ", whats),
                places));
    }
}
