package dev.backfill.verify;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Session;
import dev.backfill.definition.Check;
import dev.backfill.run.Verification.Result;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** The definition's own checks: a query each, whose one value must be the expected one. They cannot write. */
final class AuthorChecks implements VerificationCheck {
    private static final String NULL = "NULL";

    @Override
    public String name() {
        return "author";
    }

    @Override
    public List<Result> run(Scope scope) {
        return scope.backfill().checks().stream().map(c -> judge(scope, c)).toList();
    }

    private static Result judge(Scope scope, Check check) {
        String actual;
        try {
            actual = scope.rehearse(session -> ask(session, check));
        } catch (UnfitAnswer e) {
            return failed(check, e.found, "the query must answer one row with one column");
        } catch (DatabaseException e) {
            if (e.failureClass() == FailureClass.CONNECTION || e.failureClass() == FailureClass.CAPACITY) {
                throw e;
            }
            return failed(check, "no answer", String.valueOf(e.getMessage()));
        }
        if (!same(check.expected(), actual)) {
            if (scope.plan().retryOf() != null) {
                return Results.vacuous(
                        check.name(),
                        check.expected(),
                        actual,
                        "the query asks about the whole table, of which this run worked on the rows alone that failed in "
                                + scope.plan().retryOf());
            }
            return failed(check, actual, "");
        }
        return scope.isEmpty()
                ? Results.empty(check.name(), check.expected())
                : Results.of(check.name(), true, check.expected(), actual, "", List.of());
    }

    private static String ask(Session session, Check check) {
        int[] rows = {0};
        List<String> answers = session.query(check.query(), cells -> {
            if (cells.count() != 1) {
                throw new UnfitAnswer(cells.count() + " columns");
            }
            if (++rows[0] > 1) {
                throw new UnfitAnswer("more than one row");
            }
            return Objects.requireNonNullElse(cells.text(1), NULL);
        });
        if (answers.isEmpty()) {
            throw new UnfitAnswer("no row");
        }
        return answers.get(0);
    }

    /** As text, or as numbers whatever their scale. */
    static boolean same(String expected, String actual) {
        if (expected.strip().equals(actual)) {
            return true;
        }
        try {
            return new BigDecimal(expected.strip()).compareTo(new BigDecimal(actual)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Result failed(Check check, String actual, String detail) {
        return Results.of(check.name(), false, check.expected(), actual, detail, List.of());
    }

    private static final class UnfitAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String found;

        UnfitAnswer(String found) {
            super(found);
            this.found = found;
        }
    }
}
