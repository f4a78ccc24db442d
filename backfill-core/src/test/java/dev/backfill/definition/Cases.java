package dev.backfill.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The tables of inputs beside the tests. */
final class Cases {
    /** A definition and what must be reported about it; shown as its title. */
    record Case(String title, String yaml, List<String> mistakes) {
        @Override
        public String toString() {
            return title;
        }
    }

    private Cases() {}

    static List<String> lines(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Cases.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    static List<Case> mistakes() throws IOException {
        List<Case> cases = new ArrayList<>();
        String all = String.join("\n", lines("mistakes.txt"));
        for (String text : all.substring(all.indexOf("== ")).split("(?m)^== ", -1)) {
            if (!text.isEmpty()) {
                List<String> lines = Arrays.asList(text.split("\n", -1));
                List<String> yaml = lines.stream()
                        .skip(1)
                        .filter(line -> !line.startsWith("> "))
                        .toList();
                cases.add(new Case(
                        lines.get(0),
                        String.join("\n", yaml).replace("...\n", "name: a\ndatabase: app\ntable: users\n"),
                        lines.stream()
                                .filter(line -> line.startsWith("> "))
                                .map(line -> line.substring(2))
                                .toList()));
            }
        }
        return cases;
    }
}
