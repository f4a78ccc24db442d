package dev.backfill.bench;

import dev.backfill.bench.server.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The result for scripts. */
final class JsonReport {
    private JsonReport() {}

    static void write(Map<String, Object> document, Path file) {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file, document);
    }

    static Map<String, Object> document(Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", result.machine());
        document.put("postgres", result.postgres());
        document.put("settings", result.settings().stream().collect(Collectors.toMap(Setting::name, Setting::value)));
        document.put("rounds", result.rounds());
        document.put("checkpointsInMeasuredTime", result.disturbed());
        List<Map<String, Object>> sides = new ArrayList<>();
        for (Figures figures : result.comparison()) {
            Map<String, Object> side = figures(figures);
            Ratios ratios = Ratios.of(result, figures);
            Map<String, Double> against = new LinkedHashMap<>();
            put(against, "single", ratios.single());
            put(against, "bare", ratios.bare());
            put(against, "stock", ratios.stock());
            side.put("ratios", against);
            sides.add(side);
        }
        document.put("sides", sides);
        document.put(
                "scaling", result.scaling().stream().map(JsonReport::figures).toList());
        document.put(
                "targets", result.verdicts().stream().map(JsonReport::verdict).toList());
        return document;
    }

    static Map<String, Object> document(DatabasesResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", result.machine());
        document.put("databases", result.databases());
        document.put("rounds", result.rounds());
        document.put("checkpointsInMeasuredTime", result.disturbed());
        document.put(
                "sections",
                result.sections().stream()
                        .map(section -> Map.of(
                                "title",
                                section.title(),
                                "sides",
                                section.figures().stream()
                                        .map(JsonReport::figures)
                                        .toList()))
                        .toList());
        document.put(
                "scaling", result.scaling().stream().map(JsonReport::figures).toList());
        document.put(
                "targets", result.verdicts().stream().map(JsonReport::verdict).toList());
        return document;
    }

    private static Map<String, Object> figures(Figures figures) {
        Map<String, Object> side = new LinkedHashMap<>();
        side.put("id", figures.side().id());
        side.put("title", figures.side().title());
        side.put("workers", figures.side().workers());
        side.put("rows", figures.rows());
        side.put("rowsPerSecond", figures.changing());
        side.put("rowsPerSecondWhole", figures.whole());
        side.put("walBytesPerRow", figures.walBytesPerRow());
        return side;
    }

    private static Map<String, Object> verdict(Target.Verdict verdict) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("name", verdict.name());
        target.put("minimum", verdict.minimum());
        verdict.ratio().ifPresent(ratio -> target.put("ratio", ratio));
        target.put("state", verdict.state());
        return target;
    }

    private static void put(Map<String, Double> ratios, String name, Optional<Double> ratio) {
        ratio.ifPresent(r -> ratios.put(name, r));
    }
}
