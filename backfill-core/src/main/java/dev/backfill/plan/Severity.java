package dev.backfill.plan;

/** How much a finding matters. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** The run may go on; read this first. */
    WARNING,
    /** The run is refused. */
    ERROR
}
