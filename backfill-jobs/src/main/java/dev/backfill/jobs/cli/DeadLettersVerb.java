package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.DeadLetterGroup;
import dev.backfill.jobs.operations.Operations;
import dev.backfill.ledger.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dead-letters",
        description = "Rows that failed, with why.",
        subcommands = {DeadLettersVerb.Rows.class, DeadLettersExportVerb.class},
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
            List<DeadLetterGroup> groups = operations.deadLetterGroups(run);
            List<DeadLetter> letters = operations.deadLetters(run, limit);
            long total = groups.stream().mapToLong(DeadLetterGroup::rows).sum();
            return new Answer(
                    Documents.object(
                            "run",
                            run,
                            "deadLetters",
                            letters.stream().map(Documents::deadLetter).toList(),
                            "total",
                            total,
                            "groups",
                            groups.stream().map(Documents::deadLetterGroup).toList()),
                    total == 0 ? List.of("no row of " + run + " failed") : text(groups, letters, total),
                    ExitCode.OK);
        }

        private List<String> text(List<DeadLetterGroup> groups, List<DeadLetter> letters, long total) {
            List<List<String>> reasons = new ArrayList<>();
            reasons.add(List.of("ROWS", "WHY", "SUCH AS"));
            for (DeadLetterGroup group : groups) {
                reasons.add(List.of(
                        Figures.count(group.rows()),
                        group.error(),
                        key(group.example().parts())));
            }
            List<String> lines = new ArrayList<>(Figures.table(reasons));
            if (!letters.isEmpty()) {
                List<List<String>> rows = new ArrayList<>();
                rows.add(List.of("KEY", "WHY"));
                letters.forEach(letter -> rows.add(List.of(key(letter.key().parts()), letter.error())));
                lines.add("");
                lines.addAll(Figures.table(rows));
            }
            if (letters.size() < total) {
                lines.add("");
                lines.add("and " + Figures.count(total - letters.size())
                        + " more; all keys: backfill dead-letters export " + run);
            }
            return lines;
        }

        private static String key(List<String> parts) {
            return String.join(", ", parts);
        }
    }
}
