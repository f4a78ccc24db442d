package dev.backfill.preflight;

import dev.backfill.database.ServerState;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.time.Duration;
import java.util.List;

/** Nobody keeps the database from cleaning up behind the backfill, which leaves one dead row per change. */
final class LongTransactionCheck implements PreflightCheck {
    static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "long-transactions";
    }

    @Override
    public List<Finding> run(Context context) {
        return judge(context.database().state(context.table()));
    }

    static List<Finding> judge(ServerState state) {
        Duration age = state.oldestTransaction();
        if (age.compareTo(LIMIT) <= 0) {
            return List.of();
        }
        return List.of(new Finding(
                "long-transaction",
                Severity.WARNING,
                "a transaction has been open for " + age.toMinutes() + " minutes; expected at most "
                        + LIMIT.toMinutes(),
                "end it, or wait for it: meanwhile the space of changed rows cannot be reclaimed and the table grows"));
    }
}
