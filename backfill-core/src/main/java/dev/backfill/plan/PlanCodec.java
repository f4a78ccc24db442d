package dev.backfill.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.definition.Backfill;
import dev.backfill.run.RunId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan as text, for the control database. The definition itself is not stored, only its fingerprint: it may hold Java
 * code. Thread-safe.
 */
public final class PlanCodec {
    /** Raised when a plan of an older engine can no longer be read as it stands. */
    private static final int FORMAT = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private PlanCodec() {}

    private record Stored(
            int format,
            List<String> key,
            List<StoredRange> partitions,
            StoredEstimate estimate,
            LinkedHashMap<String, String> statements,
            List<Finding> findings,
            Risk risk,
            boolean idempotent,
            String definitionFingerprint,
            String fingerprint,
            @Nullable Map<String, String> columns,
            // left out, so that a plan without it reads as it always did
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String retryOf) {}

    private record StoredRange(@Nullable List<String> after, @Nullable List<String> upTo) {
        static StoredRange of(Range range) {
            return new StoredRange(parts(range.after()), parts(range.upTo()));
        }

        private static @Nullable List<String> parts(@Nullable Position position) {
            return position == null ? null : position.parts();
        }

        Range range() {
            return new Range(position(after), position(upTo));
        }

        private static @Nullable Position position(@Nullable List<String> parts) {
            return parts == null ? null : new Position(parts);
        }
    }

    private record StoredEstimate(
            long rows,
            boolean rowsExact,
            long changes,
            long chunks,
            long fastestNanos,
            long slowestNanos,
            long walBytes) {
        static StoredEstimate of(Estimate e) {
            return new StoredEstimate(
                    e.rows(),
                    e.rowsExact(),
                    e.changes(),
                    e.chunks(),
                    e.fastest().toNanos(),
                    e.slowest().toNanos(),
                    e.walBytes());
        }

        Estimate estimate() {
            return new Estimate(
                    rows,
                    rowsExact,
                    changes,
                    chunks,
                    Duration.ofNanos(fastestNanos),
                    Duration.ofNanos(slowestNanos),
                    walBytes);
        }
    }

    public static String encode(Plan plan) {
        return JSON.writeValueAsString(new Stored(
                FORMAT,
                plan.key(),
                plan.partitions().stream().map(StoredRange::of).toList(),
                StoredEstimate.of(plan.estimate()),
                new LinkedHashMap<>(plan.statements()),
                plan.findings(),
                plan.risk(),
                plan.idempotent(),
                plan.definitionFingerprint(),
                plan.fingerprint(),
                plan.columns(),
                plan.retryOf() == null ? null : plan.retryOf().value()));
    }

    /** Only the names of the key's columns, for which no definition is needed. */
    public static List<String> key(String encoded) {
        return stored(encoded).key();
    }

    /** What people want to read of it, for which no definition is needed. */
    public static PlanSummary summary(String encoded) {
        Stored stored = stored(encoded);
        return new PlanSummary(
                stored.key(),
                stored.partitions().size(),
                stored.estimate().estimate(),
                Collections.unmodifiableMap(stored.statements()),
                stored.findings(),
                stored.risk(),
                stored.idempotent(),
                stored.fingerprint(),
                retryOf(stored));
    }

    /** Only the run whose failed rows the plan is for; null if it is for all rows. */
    public static @Nullable RunId retryOf(String encoded) {
        return retryOf(stored(encoded));
    }

    private static @Nullable RunId retryOf(Stored stored) {
        return stored.retryOf() == null ? null : new RunId(stored.retryOf());
    }

    /**
     * The reverse of {@link #encode}.
     *
     * @param current the definition as it is now; it need not be the planned one, which is for the caller to compare by
     *     {@link Plan#definitionFingerprint}
     * @throws IllegalArgumentException if the text was written by another version of the engine
     */
    public static Plan decode(String encoded, Backfill current) {
        Stored stored = stored(encoded);
        return new Plan(
                current,
                stored.key(),
                stored.columns() == null ? Map.of() : Map.copyOf(stored.columns()),
                stored.partitions().stream().map(StoredRange::range).toList(),
                stored.estimate().estimate(),
                Collections.unmodifiableMap(stored.statements()),
                stored.findings(),
                stored.risk(),
                stored.idempotent(),
                stored.definitionFingerprint(),
                stored.fingerprint(),
                retryOf(stored));
    }

    private static Stored stored(String encoded) {
        Stored stored = JSON.readValue(encoded, Stored.class);
        if (stored.format() != FORMAT) {
            throw new IllegalArgumentException(
                    "a stored plan has format " + stored.format() + "; this version reads format " + FORMAT);
        }
        return stored;
    }
}
