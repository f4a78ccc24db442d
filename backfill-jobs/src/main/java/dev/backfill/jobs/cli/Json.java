package dev.backfill.jobs.cli;

import java.util.Map;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes documents as one line of ASCII, so that no character of the data can act on a terminal. */
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    static String write(Map<String, ?> document) {
        // DEL is ASCII, so the writer lets it pass; inside a document it can only stand in a string
        return MAPPER.writeValueAsString(document).replace("\u007F", "\\u007f");
    }
}
