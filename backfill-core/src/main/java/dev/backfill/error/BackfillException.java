package dev.backfill.error;

import org.jspecify.annotations.Nullable;

/**
 * An error whose message is written for the person who must act: what, where, found, expected. The hint says what to
 * do next. Neither ever contains a row's values or a secret.
 */
public class BackfillException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String hint;

    public BackfillException(ErrorCode code, String message, String hint) {
        this(code, message, hint, null);
    }

    public BackfillException(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    public ErrorCode code() {
        return code;
    }

    /** What to do about it; empty if the message already says all. */
    public String hint() {
        return hint;
    }
}
