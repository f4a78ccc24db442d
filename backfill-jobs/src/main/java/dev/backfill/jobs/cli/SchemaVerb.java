package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "schema", description = "Prints the DDL of the engine's own tables, for a DBA.")
final class SchemaVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "The backfill.")
    private String name = "";

    @Override
    Answer answer(Operations operations) {
        Map<String, List<String>> schema = operations.schema(name);
        List<String> text = new ArrayList<>();
        schema.forEach((database, statements) -> {
            text.add("-- database " + database);
            for (String statement : statements) {
                statement.strip().lines().forEach(text::add);
                if (!statement.strip().endsWith(";")) {
                    text.set(text.size() - 1, text.get(text.size() - 1) + ";");
                }
                text.add("");
            }
        });
        return new Answer(Documents.object("databases", schema), text, ExitCode.OK);
    }
}
