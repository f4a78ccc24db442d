package dev.backfill.jobs.cli;

import dev.backfill.plan.Estimate;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Findings and plans for people. */
final class PlanText {
    private PlanText() {}

    static List<String> findings(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(finding.severity() + "  " + finding.code() + ": " + finding.saw());
            if (!finding.advice().isEmpty()) {
                lines.add("    " + finding.advice());
            }
        }
        return lines;
    }

    static List<String> plan(Plan plan) {
        List<String> lines = new ArrayList<>();
        Estimate estimate = plan.estimate();
        lines.add(plan.backfill().name() + "  on " + plan.backfill().database() + "."
                + plan.backfill().table() + ", key " + String.join(", ", plan.key()));
        if (plan.retryOf() != null) {
            lines.add("  retry       of the rows that failed in " + plan.retryOf() + ", and of no others");
        }
        lines.add("  rows        " + (estimate.rowsExact() ? "" : "about ") + Figures.count(estimate.rows()) + ", "
                + Figures.count(estimate.changes()) + " will change");
        lines.add("  work        " + Figures.count(estimate.chunks(), "chunk") + " in "
                + Figures.count(plan.partitions().size(), "partition") + ", "
                + span(estimate.fastest(), estimate.slowest()));
        if (estimate.walBytes() >= 0) {
            lines.add("  log         " + Figures.bytes(estimate.walBytes()) + " of write-ahead log");
        }
        lines.add("  risk        " + plan.risk().level() + ": " + plan.risk().reason());
        lines.add("  repeatable  " + repeatable(plan));
        if (!plan.backfill().windows().isEmpty()) {
            lines.add("  windows     "
                    + plan.backfill().windows().stream().map(HoursText::window).collect(Collectors.joining(" + "))
                    + "; outside of them the run waits");
        }
        if (!plan.backfill().ramp().isEmpty()) {
            lines.add("  ramp        "
                    + plan.backfill().ramp().stream().map(HoursText::step).collect(Collectors.joining(", then "))
                    + "; again after each resume");
        }
        lines.add("  plan        " + plan.fingerprint());
        findings(plan.findings()).forEach(line -> lines.add("  " + line));
        plan.statements().forEach((name, statement) -> {
            lines.add("");
            lines.add("-- " + name);
            statement.lines().forEach(lines::add);
        });
        return lines;
    }

    private static String span(Duration fastest, Duration slowest) {
        String least = Figures.time(fastest);
        String most = Figures.time(slowest);
        return least.equals(most) ? least : least + " to " + most;
    }

    private static String repeatable(Plan plan) {
        String careful = "only the ledger guarantees once; rows that appear meanwhile are not swept up";
        return plan.idempotent()
                ? "yes: a second application changed nothing"
                : plan.untried() ? "not tried, as no row was seen to change: " + careful : "no: " + careful;
    }
}
