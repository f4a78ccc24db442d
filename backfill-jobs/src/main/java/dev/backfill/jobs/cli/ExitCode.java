package dev.backfill.jobs.cli;

import dev.backfill.error.ErrorCode;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;

/** What the process answers to scripts. The only place that decides it. */
enum ExitCode {
    OK(0),
    /** The run failed or was aborted. */
    FAILED(1),
    /** Usage or configuration. */
    USAGE(2),
    /** Preflight refused. */
    REFUSED(3),
    MISMATCH(4),
    PAUSED(5),
    INTERNAL(70);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(ErrorCode code) {
        return switch (code.category()) {
            case USAGE -> USAGE;
            case PREFLIGHT -> REFUSED;
            case VERIFICATION -> MISMATCH;
            case FAILURE -> FAILED;
            case INTERNAL -> INTERNAL;
        };
    }

    /** Of a command that worked on the run until it stopped, or watched it do so. */
    static ExitCode of(RunStatus run) {
        return switch (run.state()) {
            case FAILED -> of(run.verification()) == MISMATCH ? MISMATCH : FAILED;
            case ABORTED -> FAILED;
            case PAUSING, PAUSED -> PAUSED;
            case SUCCEEDED -> of(run.verification());
            case PLANNED, RUNNING, VERIFYING -> OK;
        };
    }

    /** Of a command that asked for a state. */
    static ExitCode asked(RunStatus run, RunState wanted) {
        return run.state() == wanted ? OK : FAILED;
    }

    static ExitCode of(Verification verification) {
        return verification.state() == Verification.State.FAILED ? MISMATCH : OK;
    }

    static ExitCode of(List<Finding> findings) {
        return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR) ? REFUSED : OK;
    }
}
