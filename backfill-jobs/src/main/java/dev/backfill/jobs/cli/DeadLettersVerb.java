package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.DeadLetterGroup;
import dev.backfill.jobs.operations.DeadLetterSummary;
import dev.backfill.jobs.operations.Operations;
import dev.backfill.ledger.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dead-letters",
        description = "Rows that failed, with why.",
        subcommands = {DeadLettersVerb.Rows.class, DeadLettersExportVerb.class, DeadLettersRetryVerb.class},
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersVerb {
    @Command(
            name = "list",
            description = "Lists the rows of a run that could not be changed: first why and how many, then which.")
    static final class Rows extends Verb {
        @Parameters(paramLabel = "RUN", description = "The run.")
        private String run = "";

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "Names at most this many rows, from 1; default ${DEFAULT-VALUE}.")
        private int limit = 1000;

        @Override
        void check() {
            if (limit < 1) {
                throw misused("--limit: found " + limit + "; expected a whole number from 1");
            }
        }

        @Override
        Answer answer(Operations operations) {
            DeadLetterSummary summary = operations.deadLetterSummary(run);
            List<DeadLetter> letters = operations.deadLetters(run, limit);
            return new Answer(
                    Documents.object(
                            "run",
                            run,
                            "deadLetters",
                            letters.stream().map(Documents::deadLetter).toList(),
                            "total",
                            summary.total(),
                            "settled",
                            summary.settled(),
                            "groups",
                            summary.groups().stream()
                                    .map(Documents::deadLetterGroup)
                                    .toList()),
                    summary.total() == 0 ? List.of("no row of " + run + " failed") : text(summary, letters),
                    ExitCode.OK);
        }

        private List<String> text(DeadLetterSummary summary, List<DeadLetter> letters) {
            List<String> lines = new ArrayList<>();
            if (summary.unsettled() == 0) {
                lines.add("all " + Figures.count(summary.total(), "row") + " that failed are settled");
            } else {
                List<List<String>> reasons = new ArrayList<>();
                reasons.add(List.of("ROWS", "WHY", "SUCH AS"));
                for (DeadLetterGroup group : summary.groups()) {
                    reasons.add(List.of(
                            Figures.count(group.rows()),
                            group.error(),
                            key(group.example().parts())));
                }
                lines.addAll(Figures.table(reasons));
            }
            rows(lines, letters.stream().filter(letter -> letter.settledBy() == null), List.of("KEY", "WHY"));
            rows(
                    lines,
                    letters.stream().filter(letter -> letter.settledBy() != null),
                    List.of("KEY", "WHY", "SETTLED BY"));
            if (letters.size() < summary.total()) {
                lines.add("");
                lines.add("and " + Figures.count(summary.total() - letters.size())
                        + " more; all keys that are not settled: backfill dead-letters export " + run);
            }
            return lines;
        }

        private static void rows(List<String> lines, Stream<DeadLetter> letters, List<String> head) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(head);
            letters.forEach(letter ->
                    rows.add(Stream.of(key(letter.key().parts()), letter.error(), String.valueOf(letter.settledBy()))
                            .limit(head.size())
                            .toList()));
            if (rows.size() > 1) {
                lines.add("");
                lines.addAll(Figures.table(rows));
            }
        }

        private static String key(List<String> parts) {
            return String.join(", ", parts);
        }
    }
}
