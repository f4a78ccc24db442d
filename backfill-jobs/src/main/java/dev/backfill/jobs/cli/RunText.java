package dev.backfill.jobs.cli;

import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.ArrayList;
import java.util.List;

/** A run for people. */
final class RunText {
    private RunText() {}

    /** Everything about one run. */
    static List<String> all(RunStatus run, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        lines.add(run.run() + "  " + run.state() + (run.reason() == null ? "" : ": " + run.reason()));
        RunStatus.Rows rows = run.rows();
        lines.add("  rows        " + Figures.count(rows.scanned()) + " of about " + Figures.count(rows.estimated())
                + " scanned; " + Figures.count(rows.changed()) + " changed, " + Figures.count(rows.unchanged())
                + " unchanged, " + Figures.count(rows.dead()) + " dead");
        lines.add("  progress    " + Figures.percent(run.progress()) + ", " + Figures.count(run.chunks(), "chunk")
                + ", " + run.partitions().done() + " of "
                + Figures.count(run.partitions().total(), "partition"));
        lines.add("  pace        " + Figures.count(Math.round(run.rowsPerSecond())) + " rows/s, "
                + Figures.count(run.settings().workers(), "worker") + ", limit "
                + (run.settings().rowsPerSecond() == null
                        ? "none"
                        : Figures.count(run.settings().rowsPerSecond()) + " rows/s")
                + (run.etaSeconds() == null || run.state() != RunState.RUNNING
                        ? ""
                        : ", " + Figures.seconds(run.etaSeconds()) + " to go"));
        if (run.temporary() != null) {
            lines.add("  tuned       " + run.temporary().text());
        }
        if (run.canary() != null) {
            lines.add("  canary      of " + Figures.share(run.canary()) + ", then it pauses");
        }
        lines.add("  time        " + Figures.seconds(run.activeSeconds()) + " active, "
                + Figures.seconds(run.throttledSeconds()) + " of it waited on purpose");
        lines.addAll(verification(run.verification()));
        lines.addAll(next(run, invocation));
        return lines;
    }

    static List<String> verification(Verification verification) {
        List<String> lines = new ArrayList<>();
        lines.add("  verified    " + verification.state());
        for (Verification.Result check : verification.checks()) {
            lines.add("    " + check.state() + "  " + check.name() + ": expected " + check.expected() + ", found "
                    + check.actual() + (check.detail().isEmpty() ? "" : " (" + check.detail() + ")"));
            if (!check.keys().isEmpty()) {
                lines.add("      look at " + String.join(", ", check.keys()));
            }
        }
        return lines;
    }

    /** One row per run. */
    static List<String> table(List<RunStatus> runs) {
        if (runs.isEmpty()) {
            return List.of("no runs yet; see: backfill list");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RUN", "STATE", "DONE", "CHANGED", "DEAD", "ROWS/S", "TO GO", "REASON"));
        for (RunStatus run : runs) {
            rows.add(List.of(
                    run.run().value(),
                    run.state().name(),
                    Figures.percent(run.progress()),
                    Figures.count(run.rows().changed()),
                    Figures.count(run.rows().dead()),
                    Figures.count(Math.round(run.rowsPerSecond())),
                    run.etaSeconds() == null || run.state() != RunState.RUNNING
                            ? "-"
                            : Figures.seconds(run.etaSeconds()),
                    run.reason() == null ? "" : run.reason()));
        }
        return Figures.table(rows);
    }

    private static List<String> next(RunStatus run, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        if (run.rows().dead() > 0) {
            lines.add("  see why rows failed:  " + invocation.of("dead-letters list " + run.run()));
        }
        if (run.state() == RunState.FAILED && run.verification().state() == Verification.State.FAILED) {
            lines.add("  only verify again:    " + invocation.of("verify " + run.run()));
            if (run.verification().checks().stream().anyMatch(RunText::mendable)) {
                lines.add("  what can be mended:   " + invocation.of("verify " + run.run() + " --repair"));
            }
        }
        switch (run.state()) {
            case PAUSED, FAILED -> lines.add("  go on:                " + invocation.of("resume " + run.run()));
            case RUNNING, PAUSING, VERIFYING ->
                lines.add("  follow it:            " + invocation.of("watch " + run.run()));
            case PLANNED, SUCCEEDED, ABORTED -> {
                // nothing is left to do
            }
        }
        return lines;
    }

    /** Rows of a copy can be copied again by their keys. */
    private static boolean mendable(Verification.Result check) {
        return check.name().equals("copied") && check.state() == Verification.State.FAILED;
    }
}
