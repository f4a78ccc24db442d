package dev.backfill.verify;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Rows that are not as they should be, dead letters told from the others. A row whose data makes the question itself
 * fail is closed in on by halving the range. Not thread-safe.
 */
final class Leftovers {
    /** Asks for rows of a range. */
    interface Question {
        long count(Session session, Range range);

        List<Position> keys(Session session, Range range, int limit);

        /** True if the answer takes writing, which must not last. */
        default boolean writes() {
            return false;
        }
    }

    private final Scope scope;
    private final Question question;
    private final List<Position> unexpected = new ArrayList<>();
    private long count;
    private long dead;
    private int unanswerable;

    Leftovers(Scope scope, Question question) {
        this.scope = scope;
        this.question = question;
    }

    void look(Range range) {
        if (gaveUp()) {
            return;
        }
        long found;
        try {
            found = ask(range, question::count);
        } catch (DatabaseException e) {
            if (e.failureClass() != FailureClass.DATA) {
                throw e;
            }
            halve(range);
            return;
        }
        count += found;
        if (found > 0) {
            // in key order; long enough to hold every dead letter and still some others
            int limit = (int) Math.min(found, (long) scope.deadLetters().size() + Results.KEYS);
            ask(range, (s, r) -> question.keys(s, r, limit)).forEach(this::sort);
        }
    }

    private <T> T ask(Range range, BiFunction<Session, Range, T> body) {
        return question.writes() ? scope.rehearse(session -> body.apply(session, range)) : scope.read(range, body);
    }

    private void halve(Range range) {
        long rows = scope.total(range);
        if (rows > 1) {
            Optional<Page> half = scope.read(
                    range,
                    (s, r) -> Optional.ofNullable(
                            scope.target().keyset().next(s, r, (int) Math.min(rows / 2, Integer.MAX_VALUE))));
            half.ifPresent(page -> {
                look(range.to(page.end()));
                look(range.from(page.end()));
            });
        } else if (rows == 1) {
            Position key = Objects.requireNonNull(scope.read(
                            range,
                            (s, r) ->
                                    Optional.ofNullable(scope.target().keyset().last(s, r)))
                    .orElse(range.upTo()));
            count++;
            unanswerable++;
            sort(key);
        }
    }

    private void sort(Position key) {
        if (scope.deadLetters().contains(key)) {
            dead++;
        } else if (unexpected.size() < Results.KEYS) {
            unexpected.add(key);
        }
    }

    /** True if so many rows' data makes the question fail that the count is of no use. */
    boolean gaveUp() {
        return unanswerable > scope.deadLetters().size() + Results.KEYS;
    }

    /** Rows for which the question itself fails; they are counted. */
    int unanswerable() {
        return unanswerable;
    }

    long count() {
        return count;
    }

    /** Rows that are no dead letters. Exact as long as it is 0; otherwise it may count some of them. */
    long wrong() {
        return count - dead;
    }

    /** Some of them, to look at. */
    List<Position> unexpected() {
        return unexpected;
    }
}
