package dev.backfill.plan;

/** Codes of findings that decide something later on. All others matter to the check that gives them only. */
public final class FindingCode {
    /** A second application changes rows again. */
    public static final String NOT_IDEMPOTENT = "not-idempotent";
    /** Rows that got the work are still selected by {@code where}. */
    public static final String WHERE_STILL_MATCHES = "where-still-matches";
    /** An expression's answer depends on more than its row. */
    public static final String VOLATILE_FUNCTION = "volatile-function";
    /** Triggers run for each changed row. */
    public static final String TRIGGERS_FIRE = "triggers-fire";
    /** Other tables refer to a written column. */
    public static final String REFERENCED_COLUMN = "referenced-column";

    private FindingCode() {}
}
