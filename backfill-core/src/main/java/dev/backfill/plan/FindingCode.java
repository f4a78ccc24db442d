package dev.backfill.plan;

/** Codes of findings that decide something later on. All others matter to the check that gives them only. */
public final class FindingCode {
    /** A second application changes rows again. */
    public static final String NOT_IDEMPOTENT = "not-idempotent";
    /** Rows that got the work are still selected by {@code where}. */
    public static final String WHERE_STILL_MATCHES = "where-still-matches";
    /** The transform would go on changing rows that got the work, did {@code where} not leave them out. */
    public static final String WHERE_ALONE_ENDS = "where-alone-ends";
    /** An expression's answer depends on more than its row. */
    public static final String VOLATILE_FUNCTION = "volatile-function";
    /** Triggers run for each changed row. */
    public static final String TRIGGERS_FIRE = "triggers-fire";
    /** Other tables refer to a written column. */
    public static final String REFERENCED_COLUMN = "referenced-column";

    /** The table has no rows. */
    public static final String TABLE_EMPTY = "table-empty";
    /** The whole table was searched, and no row needs the work. */
    public static final String NOTHING_TO_DO = "nothing-to-do";
    /** No row of a sample would change. */
    public static final String NO_CHANGE_SEEN = "trial-saw-no-change";

    /** The server takes no writes now, and may again after the next fail-over. */
    public static final String STANDBY = "standby";
    /** Nor does this one. */
    public static final String READ_ONLY = "read-only";
    /** Somebody's lock blocks updates for the moment. */
    public static final String TABLE_LOCKED = "table-locked";

    private FindingCode() {}
}
