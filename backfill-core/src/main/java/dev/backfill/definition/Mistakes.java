package dev.backfill.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the mistakes of one file, and the lines on which its properties stand. */
final class Mistakes implements Rules.Report {
    private record Located(int line, DefinitionException.Mistake mistake) {}

    private final String file;
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<Located> found = new ArrayList<>();

    Mistakes(String file) {
        this.file = file;
    }

    void line(String property, int line) {
        lines.put(property, line);
    }

    int lineOf(String property) {
        Integer line = lines.get(property);
        int dot = property.lastIndexOf('.');
        if (line == null && dot > 0) {
            return lineOf(property.substring(0, dot));
        }
        return line == null ? 1 : line;
    }

    void add(int line, String what, String expected) {
        found.add(new Located(line, new DefinitionException.Mistake(file + ":" + line, what, expected)));
    }

    @Override
    public void mistake(String property, String what, String expected) {
        add(lineOf(property), what, expected);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    Source source() {
        return new Source(file, Map.copyOf(lines));
    }

    /** By line. */
    DefinitionException exception() {
        return new DefinitionException(found.stream()
                .sorted(Comparator.comparingInt(Located::line))
                .map(Located::mistake)
                .toList());
    }
}
