package dev.backfill.jobs.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** The collection as a file: RFC 4180, line breaks inside quotes, found beside the repository. */
record TateFile(Path path) {
    static final String NAME = "shared/data/tate-artworks.csv.gz";

    /** The nearest one, walking up from the working directory. */
    static Optional<TateFile> find() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path path = folder.resolve(NAME);
            if (Files.isRegularFile(path)) {
                return Optional.of(new TateFile(path));
            }
        }
        return Optional.empty();
    }

    InputStream open() throws IOException {
        return new GZIPInputStream(Files.newInputStream(path));
    }

    /** Hands over each record, without the header. */
    void forEach(Consumer<List<String>> consumer) throws IOException {
        try (Reader reader = new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
            List<String> row = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            int before = 0;
            boolean header = true;
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '"') {
                    // two in a row inside quotes stand for one
                    if (!quoted && before == '"') {
                        cell.append('"');
                    }
                    quoted = !quoted;
                } else if (quoted || (c != ',' && c != '\n')) {
                    cell.append((char) c);
                } else {
                    row.add(cell.toString());
                    cell.setLength(0);
                    if (c == '\n') {
                        if (!header) {
                            consumer.accept(row);
                        }
                        header = false;
                        row = new ArrayList<>();
                    }
                }
                before = c;
            }
        }
    }
}
