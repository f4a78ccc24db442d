package dev.backfill.jobs.cli;

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
        subcommands = DeadLettersVerb.Rows.class,
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersVerb {
    @Command(name = "list", description = "Lists the rows of a run that could not be changed.")
    static final class Rows extends Verb {
        @Parameters(paramLabel = "RUN", description = "The run.")
        private String run = "";

        @Option(names = "--limit", paramLabel = "N", description = "At most this many; default ${DEFAULT-VALUE}.")
        private int limit = 1000;

        @Override
        void check() {
            if (limit < 1) {
                throw misused("--limit: found " + limit + "; expected a whole number from 1");
            }
        }

        @Override
        Answer answer(Operations operations) {
            List<DeadLetter> letters = operations.deadLetters(run, limit);
            if (letters.size() == limit) {
                console().say("the first " + Figures.count(limit, "row") + "; --limit shows more, if there are any");
            }
            return new Answer(
                    Documents.object(
                            "run",
                            run,
                            "deadLetters",
                            letters.stream().map(Documents::deadLetter).toList()),
                    letters.isEmpty() ? List.of("no row of " + run + " failed") : text(letters),
                    ExitCode.OK);
        }

        private static List<String> text(List<DeadLetter> letters) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("KEY", "WHY"));
            for (DeadLetter letter : letters) {
                rows.add(List.of(String.join(", ", letter.key().parts()), letter.error()));
            }
            return Figures.table(rows);
        }
    }
}
