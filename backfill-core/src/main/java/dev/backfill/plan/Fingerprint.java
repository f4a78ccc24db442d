package dev.backfill.plan;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.run.RunId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over parts that are each written with their length, so that no two lists of parts look the same. Stored and
 * compared across versions of the engine: changing what goes in, or its order, needs a new first part.
 */
public final class Fingerprint {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Fingerprint(String kind) {
        add(kind);
    }

    /**
     * Of everything in a definition that decides what is written, and nothing else: not its description, owner, limits,
     * checks, guards, windows, ramp, chunk size or workers.
     */
    public static String of(Backfill backfill) {
        Fingerprint print = new Fingerprint("backfill-definition-1")
                .add(backfill.database())
                .add(backfill.table().schema())
                .add(backfill.table().table())
                .addAll(backfill.key())
                .add(backfill.where());
        if (backfill.work() instanceof Work.Set set) {
            print.add("set").count(set.expressions().size());
            set.expressions().forEach((column, expression) -> print.add(column).add(expression));
        } else if (backfill.work() instanceof Work.Rows rows) {
            transform(print, rows);
        } else if (backfill.work() instanceof Work.Copy copy) {
            print.add("copy")
                    .add(copy.into().schema())
                    .add(copy.into().table())
                    .add(copy.onConflict().text())
                    .count(copy.columns().size());
            copy.columns().forEach((column, expression) -> print.add(column).add(expression));
            if (copy.from() != null) {
                print.add("from").add(copy.from());
            }
            if (copy.transform() != null) {
                transform(print, copy.transform());
            }
        }
        return print.hex();
    }

    private static void transform(Fingerprint print, Work.Rows rows) {
        print.add("transform")
                .add(rows.name())
                .addAll(rows.transform().reads())
                .addAll(rows.transform().writes());
    }

    /** Of a plan: what will be done where and what was known about it; not how long it may take. */
    static String of(
            String definition,
            Survey survey,
            Estimate estimate,
            List<Finding> findings,
            Risk risk,
            boolean idempotent,
            @Nullable RunId retryOf) {
        Fingerprint print = new Fingerprint("backfill-plan-1").add(definition).addAll(survey.key());
        List<Range> partitions = survey.bounds().partitions();
        print.count(partitions.size());
        partitions.forEach(p -> print.add(p.after()).add(p.upTo()));
        print.add(Long.toString(estimate.rows()));
        print.count(findings.size());
        findings.forEach(f -> print.add(f.code()).add(f.severity().name()).add(f.saw()));
        print.add(risk.level().name()).add(Boolean.toString(idempotent));
        return (retryOf == null ? print : print.add("retry").add(retryOf.value())).hex();
    }

    private Fingerprint add(@Nullable Position position) {
        return add(position == null ? null : position.encode());
    }

    private Fingerprint addAll(List<String> parts) {
        count(parts.size());
        parts.forEach(this::add);
        return this;
    }

    private Fingerprint add(@Nullable String part) {
        if (part == null) {
            return count(-1);
        }
        byte[] encoded = part.getBytes(StandardCharsets.UTF_8);
        count(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    private Fingerprint count(int value) {
        try {
            out.writeInt(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hex() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
