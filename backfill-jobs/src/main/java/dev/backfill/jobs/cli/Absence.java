package dev.backfill.jobs.cli;

import dev.backfill.database.DatabaseException;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** For whoever looks again and again: a database that does not answer for a while ends nothing, but is said. */
final class Absence {
    /** As long as a chunk waits for its database. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LongSupplier nanoClock;
    private @Nullable Long since;
    private String why = "";

    /**
     * @param nanoClock such as {@link System#nanoTime}
     */
    Absence(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * A look that failed.
     *
     * @return what to say; null if it was said before
     * @throws RuntimeException the failure, if it is not worth waiting, or has been long enough
     */
    @Nullable
    String missed(RuntimeException failure) {
        long now = nanoClock.getAsLong();
        Long first = since;
        boolean patient = first == null || now - first < PATIENCE.toNanos();
        if (!patient || !passing(failure)) {
            throw failure;
        }
        why = String.valueOf(failure.getMessage());
        if (first != null) {
            return null;
        }
        since = now;
        return "backfill: cannot look: " + failure.getMessage() + "; looking again for up to " + PATIENCE.toMinutes()
                + " minutes";
    }

    /**
     * A look that went well.
     *
     * @return what to say; null if there is no news
     */
    @Nullable
    String answered() {
        boolean news = since != null;
        since = null;
        return news ? "backfill: there is an answer again" : null;
    }

    /** While it lasts: how long, and why. */
    String text() {
        long seconds = since == null
                ? 0
                : Duration.ofNanos(nanoClock.getAsLong() - since).toSeconds();
        return "cannot look since " + seconds + " s: " + why;
    }

    private static boolean passing(RuntimeException failure) {
        if (failure instanceof DatabaseException database) {
            return switch (database.failureClass()) {
                case CONNECTION, CAPACITY, CONTENTION -> true;
                case DATA, DEFINITIVE -> false;
            };
        }
        return failure instanceof BackfillException known && known.code() == ErrorCode.DATABASE_UNREACHABLE;
    }
}
