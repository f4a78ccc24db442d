package dev.backfill.run;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The states of a run and the edges between them. */
public enum RunState {
    /** Bounds are frozen; nothing was written. */
    PLANNED,
    /** A process works on it, or died working on it. */
    RUNNING,
    /** A pause was asked for; chunks in flight are being finished. */
    PAUSING,
    /** Nothing is in flight; goes on by resume. */
    PAUSED,
    /** The last chunk is committed; checks are running. */
    VERIFYING,
    /** Verified. Final. */
    SUCCEEDED,
    /** Ended short of its goal; resume tries again from the ledger. */
    FAILED,
    /** Ended for good by a person. Final. */
    ABORTED;

    private static final Map<RunState, Set<RunState>> EDGES = edges();

    private static Map<RunState, Set<RunState>> edges() {
        Map<RunState, Set<RunState>> edges = new EnumMap<>(RunState.class);
        // a plan is started, or discarded
        edges.put(PLANNED, EnumSet.of(RUNNING, ABORTED));
        // PAUSED directly: the process is dead and there is nothing to drain, or it paused itself
        edges.put(RUNNING, EnumSet.of(PAUSING, PAUSED, VERIFYING, FAILED, ABORTED));
        // RUNNING: a resume takes over from a process that died while draining
        // VERIFYING: the chunks that were drained were the last ones
        edges.put(PAUSING, EnumSet.of(PAUSED, RUNNING, VERIFYING, FAILED, ABORTED));
        edges.put(PAUSED, EnumSet.of(RUNNING, ABORTED));
        // RUNNING: a resume repeats what died or was interrupted while verifying
        edges.put(VERIFYING, EnumSet.of(SUCCEEDED, FAILED, PAUSED, RUNNING, ABORTED));
        edges.put(FAILED, EnumSet.of(RUNNING, ABORTED));
        edges.put(SUCCEEDED, EnumSet.noneOf(RunState.class));
        edges.put(ABORTED, EnumSet.noneOf(RunState.class));
        return edges;
    }

    public boolean mayBecome(RunState next) {
        return EDGES.getOrDefault(this, Set.of()).contains(next);
    }

    /** True if nothing can follow. */
    public boolean isFinal() {
        return EDGES.getOrDefault(this, Set.of()).isEmpty();
    }

    /** True if the run holds its table: no other run may start on it. */
    public boolean holdsTable() {
        return switch (this) {
            case RUNNING, PAUSING, PAUSED, VERIFYING, FAILED -> true;
            case PLANNED, SUCCEEDED, ABORTED -> false;
        };
    }
}
