package dev.backfill.plan;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inputs of planning to vary. */
final class Samples {
    private Samples() {}

    static Backfill.Builder backfill() {
        Map<String, String> set = new LinkedHashMap<>();
        set.put("a", "lower(b)");
        set.put("c", "1");
        return Backfill.builder("sample", "app", new TableName("public", "t"), new Work.Set(set));
    }

    /** A millisecond per ten rows unless said otherwise. */
    static TrialChunk chunk(long millis, long rows, long changed, long overwritten) {
        return new TrialChunk(Duration.ofMillis(millis), rows, changed, 0, 0, 0, 0, changed, overwritten, 100 * rows);
    }

    static TrialChunk twice(long changed, long changedAgain, long stillMatching) {
        return new TrialChunk(Duration.ofMillis(1), 100, changed, changedAgain, 0, stillMatching, 0, changed, 0, -1);
    }

    static TrialResult trial(TrialChunk... chunks) {
        return new TrialResult(List.of(chunks), false, false, List.of(), null);
    }

    static Bounds bounds(long rows) {
        Position middle = new Position(List.of("5", "\u0000\"é"));
        Position last = new Position(List.of("9", "z"));
        return new Bounds(
                List.of(new Range(null, middle), new Range(middle, last)), List.of(new Range(null, last)), rows, true);
    }

    static Survey survey(TrialResult trial, long rows) {
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("update", "UPDATE t\nIndex Scan");
        statements.put("find", "SELECT");
        return new Survey(List.of("id", "part"), Map.of("id", "pg_catalog.int8"), bounds(rows), statements, trial);
    }

    static Finding finding(String code, Severity severity) {
        return new Finding(code, severity, "saw", "do");
    }
}
