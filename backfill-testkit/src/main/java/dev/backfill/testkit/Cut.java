package dev.backfill.testkit;

/** Where {@link TcpProxy} breaks a connection around a COMMIT. The client cannot tell them apart. */
public enum Cut {
    /** The server never sees the COMMIT and rolls back. */
    BEFORE_COMMIT,
    /** The server has committed; its answer is lost. */
    AFTER_COMMIT,
    /** The client has long lost the connection, and may be trying again, when the COMMIT reaches the server. */
    LATE_COMMIT
}
