package dev.backfill.preflight;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Check;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The database understands the author's own checks, so that no run changes its rows and then fails for a query that
 * cannot be asked. None is run: it may take long, and its value before the run says nothing.
 */
final class AuthorChecksCheck implements PreflightCheck {
    /** For reading a query, not for running it. */
    private static final TransactionOptions UNDERSTANDING =
            new TransactionOptions(Duration.ofSeconds(2), Duration.ofSeconds(10), false, false);

    @Override
    public String name() {
        return "author-checks";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        List<Check> checks = context.backfill().checks();
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            String what = context.backfill().source().at("verify." + i) + ": check \"" + check.name() + "\"";
            judge(context, what, check).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<Finding> judge(Context context, String what, Check check) {
        int columns;
        try {
            columns = context.database().rehearse(UNDERSTANDING, session -> session.columns(check.query()));
        } catch (DatabaseException e) {
            return switch (e.failureClass()) {
                case DEFINITIVE, DATA -> Optional.of(unreadable(what + " cannot be asked: " + e.getMessage()));
                case CONTENTION -> Optional.of(untried(what + " was not tried: " + e.getMessage()));
                case CONNECTION, CAPACITY -> throw e;
            };
        }
        return columns == 1
                ? Optional.empty()
                : Optional.of(unreadable(what + " answers " + (columns == 0 ? "no rows at all" : columns + " columns")
                        + ", not one value"));
    }

    private static Finding unreadable(String saw) {
        return new Finding(
                "check-unreadable",
                Severity.ERROR,
                saw,
                "correct the query: it must answer one row with one column; as it is the run would change all rows and"
                        + " then fail its verification");
    }

    private static Finding untried(String saw) {
        return new Finding(
                "check-untried",
                Severity.WARNING,
                saw,
                "see who holds up the tables that the query reads, and check again; the run may begin all the same");
    }
}
