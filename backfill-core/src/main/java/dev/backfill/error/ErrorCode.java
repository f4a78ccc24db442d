package dev.backfill.error;

/** Stable names of everything that can go wrong in a way a person must act on. Scripts match on these names. */
public enum ErrorCode {
    /** The command line or an argument is wrong. */
    USAGE(Category.USAGE),
    /** A configuration property is unknown, missing or out of range. */
    CONFIGURATION_INVALID(Category.USAGE),
    /** A backfill's definition has one or more mistakes. */
    DEFINITION_INVALID(Category.USAGE),
    /** No backfill has the name that was given. */
    BACKFILL_NOT_FOUND(Category.USAGE),
    /** No run has the identifier that was given. */
    RUN_NOT_FOUND(Category.USAGE),
    /** The database that a definition names is not configured. */
    DATABASE_NOT_CONFIGURED(Category.USAGE),
    /** The request does not fit the state the run is in. */
    RUN_STATE_CONFLICT(Category.USAGE),
    /** The definition was edited after the run was planned. */
    DEFINITION_CHANGED(Category.USAGE),
    /** Another run is active on the same table. */
    TABLE_BUSY(Category.PREFLIGHT),
    /** Somebody stopped all runs of the control database, and nobody lifted that yet. */
    STOPPED_FOR_ALL(Category.PREFLIGHT),
    /** A live process holds the run. */
    RUN_LEASED(Category.FAILURE),
    /** A preflight check found something that must be mended first. */
    PREFLIGHT_REFUSED(Category.PREFLIGHT),
    /** The table or view that a definition names does not exist or is of a kind that cannot be backfilled. */
    TABLE_UNUSABLE(Category.PREFLIGHT),
    /** The database cannot be reached. */
    DATABASE_UNREACHABLE(Category.FAILURE),
    /** The database does not offer what was asked of it. */
    CAPABILITY_MISSING(Category.PREFLIGHT),
    /** The database refused a statement for a reason that repeating it will not change. */
    STATEMENT_FAILED(Category.FAILURE),
    /** More rows could not be changed than the definition tolerates. */
    TOO_MANY_DEAD_LETTERS(Category.FAILURE),
    /** This process no longer owns the run: another has taken it over. */
    FENCED(Category.FAILURE),
    /** The run ended without reaching its goal. */
    RUN_FAILED(Category.FAILURE),
    /** A check after the run found rows that are not as they should be. */
    VERIFICATION_MISMATCH(Category.VERIFICATION),
    /** A defect of the engine. */
    INTERNAL(Category.INTERNAL);

    /** What kind of answer the error needs; decides the process's exit code. */
    public enum Category {
        USAGE,
        PREFLIGHT,
        VERIFICATION,
        FAILURE,
        INTERNAL
    }

    private final Category category;

    ErrorCode(Category category) {
        this.category = category;
    }

    public Category category() {
        return category;
    }
}
