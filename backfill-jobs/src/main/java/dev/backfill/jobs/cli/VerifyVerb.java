package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.RunStatus;
import dev.backfill.verify.CopyFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Runs the checks again, now.",
            "--repair: says how many rows of a copy would be mended. With --execute: mends these rows and no others, as a"
                    + " run of its own."
        })
final class VerifyVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Option(names = "--repair", description = "Counts the rows of a copy that would be mended.")
    private boolean repair;

    @Option(names = "--execute", description = "Writes. Only beside --repair.")
    private boolean execute;

    @Override
    void check() {
        if (execute && !repair) {
            throw misused("--execute: found without --repair; expected both: the checks themselves write nothing");
        }
    }

    @Override
    Answer answer(Operations operations) throws Exception {
        if (repair) {
            return execute ? repaired(operations) : counted(operations);
        }
        RunStatus status = operations.verify(run);
        return new Answer(Documents.run(status), RunText.all(status, invocation()), ExitCode.of(status.verification()));
    }

    /** What is wrong is a mismatch, whatever can be mended. */
    private Answer counted(Operations operations) {
        CopyFaults faults = operations.faults(run);
        int mendable = faults.mendable(operations.overwrites(run)).size();
        List<String> lines = new ArrayList<>();
        lines.add(Figures.count(faults.missing().size(), "row") + " missing, "
                + Figures.count(faults.differing().size()) + " with other values"
                + (faults.more() ? ", and more" : ""));
        if (faults.more()) {
            lines.add("these are more than are mended one by one: find out what happened to the table that is written");
        } else if (mendable > 0) {
            lines.add("would mend " + Figures.count(mendable, "row") + ": "
                    + invocation().of("verify " + run + " --repair --execute"));
        }
        if (mendable < faults.missing().size() + faults.differing().size()) {
            lines.add("rows with other values are overwritten only by a copy with on-conflict: update");
        }
        boolean right = faults.missing().isEmpty() && faults.differing().isEmpty();
        return new Answer(
                Documents.object(
                        "run",
                        null,
                        "repairOf",
                        run,
                        "missing",
                        faults.missing().size(),
                        "differing",
                        faults.differing().size(),
                        "mendable",
                        mendable,
                        "more",
                        faults.more()),
                lines,
                right ? ExitCode.OK : ExitCode.MISMATCH);
    }

    private Answer repaired(Operations operations) throws Exception {
        String backfill = operations.status(run).backfill();
        try (Progress progress = Progress.on(console(), backfill)) {
            Optional<RunStatus> ended = termination().pausing(() -> operations.repair(run, new Observers(progress)));
            return ended.map(status -> new Answer(
                            repairOf(Documents.run(status)), RunText.all(status, invocation()), ExitCode.of(status)))
                    .orElseGet(() -> new Answer(
                            repairOf(Documents.object("run", null)),
                            List.of("nothing to mend: no row of " + run + " that this copy may write is wrong"),
                            ExitCode.OK));
        }
    }

    private Map<String, @Nullable Object> repairOf(Map<String, @Nullable Object> document) {
        document.put("repairOf", run);
        return document;
    }
}
