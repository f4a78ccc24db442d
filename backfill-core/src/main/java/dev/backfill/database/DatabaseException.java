package dev.backfill.database;

import org.jspecify.annotations.Nullable;

/**
 * A statement or a connection failed. The message is safe to show and to log: it has the server's primary message with
 * quoted values removed, and never the server's detail line, which quotes rows.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final FailureClass failureClass;
    private final @Nullable String sqlState;
    private final boolean commitInDoubt;
    private final boolean cancelled;

    public DatabaseException(
            FailureClass failureClass,
            @Nullable String sqlState,
            String message,
            boolean commitInDoubt,
            @Nullable Throwable cause) {
        this(failureClass, sqlState, message, commitInDoubt, false, cause);
    }

    private DatabaseException(
            FailureClass failureClass,
            @Nullable String sqlState,
            String message,
            boolean commitInDoubt,
            boolean cancelled,
            @Nullable Throwable cause) {
        super(message, cause);
        this.failureClass = failureClass;
        this.sqlState = sqlState;
        this.commitInDoubt = commitInDoubt;
        this.cancelled = cancelled;
    }

    /** The same, with {@link #cancelled} true. */
    public DatabaseException asCancelled() {
        return new DatabaseException(
                failureClass, sqlState, String.valueOf(getMessage()), commitInDoubt, true, getCause());
    }

    public FailureClass failureClass() {
        return failureClass;
    }

    public @Nullable String sqlState() {
        return sqlState;
    }

    /** True if the answer to COMMIT was lost, so that the transaction may or may not have happened. */
    public boolean commitInDoubt() {
        return commitInDoubt;
    }

    /** True if somebody asked the server to end the transaction, which had time left: most often one that waits for it. */
    public boolean cancelled() {
        return cancelled;
    }

    /** True if the failure says that a row with this key is already there. */
    public boolean duplicateKey() {
        return "23505".equals(sqlState);
    }
}
