package dev.backfill.jobs.cli;

import dev.backfill.database.Position;
import dev.backfill.jobs.operations.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = {
            "Writes the keys of all rows of a run that could not be changed to standard output, as CSV with a header;",
            "those that a later run has settled are left out.",
            "Control characters in keys come out escaped; -o json has them as they are."
        })
final class DeadLettersExportVerb extends Verb {
    /** What RFC 4180 wants in quotes, and what a spreadsheet would trim. */
    private static final Pattern QUOTED = Pattern.compile("[\",\r\n]|^\\s|\\s$|^$");

    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Override
    Answer answer(Operations operations) {
        List<String> columns = operations.key(run);
        List<Position> keys = operations.deadLetterKeys(run);
        List<String> lines = new ArrayList<>(keys.size() + 1);
        lines.add(csv(columns));
        keys.forEach(key -> lines.add(csv(key.parts())));
        return new Answer(
                Documents.object(
                        "run",
                        run,
                        "columns",
                        columns,
                        "keys",
                        keys.stream().map(Position::parts).toList()),
                lines,
                ExitCode.OK);
    }

    private static String csv(List<String> fields) {
        return fields.stream()
                .map(field -> QUOTED.matcher(field).find() ? '"' + field.replace("\"", "\"\"") + '"' : field)
                .collect(Collectors.joining(","));
    }
}
