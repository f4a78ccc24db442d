package dev.backfill.preflight;

import dev.backfill.database.TransactionOptions;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;

/** A privilege that only large rows need is missed when a run meets the first of them, which may be late. */
final class LargeRowsCheck implements PreflightCheck {
    @Override
    public String name() {
        return "large-rows";
    }

    @Override
    public List<Finding> run(Context context) {
        List<String> missing =
                context.database().rehearse(TransactionOptions.CHUNK, context.target()::missingForLargeRows);
        if (missing.isEmpty()) {
            return List.of();
        }
        String list = String.join(", ", missing);
        return List.of(new Finding(
                "privilege-for-large-rows",
                Severity.WARNING,
                "the connected user lacks " + list + ", which is needed for rows that are too large for one statement",
                "have a DBA GRANT " + list + " to the user of database "
                        + context.database().name() + ", unless no row comes near the server's max_allowed_packet"));
    }
}
