package dev.backfill.verify;

import dev.backfill.run.Verification.Result;
import java.util.List;

/**
 * The planned key range has as many rows now as were visited. An update neither adds nor removes rows; but the
 * application may, so a difference proves nothing.
 */
final class RowsCheck implements VerificationCheck {
    @Override
    public String name() {
        return "rows";
    }

    @Override
    public List<Result> run(Scope scope) {
        long scanned = scope.tally().scanned();
        String expected = Long.toString(scanned);
        long now = scope.rowsInBounds();
        if (now == 0 && scanned == 0) {
            return List.of(Results.empty(name(), expected));
        }
        if (now == scanned) {
            return List.of(Results.of(name(), true, expected, Long.toString(now), "", List.of()));
        }
        String by = now > scanned ? (now - scanned) + " more" : (scanned - now) + " fewer";
        return List.of(Results.vacuous(
                name(),
                expected,
                Long.toString(now),
                "the planned key range has " + by + " rows than were visited; updates neither add nor remove rows, so"
                        + " somebody else did, and this count cannot say more"));
    }
}
