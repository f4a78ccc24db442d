package dev.backfill.jobs.operations;

import dev.backfill.engine.BackfillEngine;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.jobs.config.Configuration;

/** The engine of the application. */
public final class Engines {
    private Engines() {}

    /** Connects when it is first asked something. */
    @SuppressWarnings("DoNotCallSuggester")
    public static BackfillEngine open(Configuration configuration) {
        throw new BackfillException(ErrorCode.CAPABILITY_MISSING, "this build has no engine", "");
    }
}
