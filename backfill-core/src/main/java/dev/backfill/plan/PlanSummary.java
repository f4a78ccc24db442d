package dev.backfill.plan;

import dev.backfill.run.RunId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a plan that people want to read afterwards, also when its definition is gone. Immutable.
 *
 * @param partitions how many
 * @param idempotent true if applying the work twice was seen to change nothing the second time
 * @param retryOf the run whose failed rows, and no others, it was for; null for all rows
 */
public record PlanSummary(
        List<String> key,
        int partitions,
        Estimate estimate,
        Map<String, String> statements,
        List<Finding> findings,
        Risk risk,
        boolean idempotent,
        String fingerprint,
        @Nullable RunId retryOf) {}
