package dev.backfill.testkit;

/** Where {@link TcpProxy} breaks a connection around a COMMIT. The client cannot tell the two apart. */
public enum Cut {
    /** The server never sees the COMMIT and rolls back. */
    BEFORE_COMMIT,
    /** The server has committed; its answer is lost. */
    AFTER_COMMIT
}
