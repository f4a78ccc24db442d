package dev.backfill.plan;

import dev.backfill.database.Range;
import dev.backfill.definition.Backfill;
import dev.backfill.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The frozen decision for one run. Immutable.
 *
 * @param columns types by name of the columns that the work reads and writes, the key's included, as they were
 * @param partitions slices of the key order, in order; empty for an empty table
 * @param statements the chunk's statements with the database's plan for each, for people
 * @param idempotent true if applying the work twice was seen to change nothing the second time; otherwise only the
 *     ledger guarantees once, and rows that appear while the run goes on are not swept up
 * @param definitionFingerprint of everything in the definition that decides what is written
 * @param fingerprint of the whole plan
 * @param retryOf the run whose failed rows, and no others, this one works on; null for all rows
 */
public record Plan(
        Backfill backfill,
        List<String> key,
        Map<String, String> columns,
        List<Range> partitions,
        Estimate estimate,
        Map<String, String> statements,
        List<Finding> findings,
        Risk risk,
        boolean idempotent,
        String definitionFingerprint,
        String fingerprint,
        @Nullable RunId retryOf) {
    private static final Set<String> UNTRIED =
            Set.of(FindingCode.TABLE_EMPTY, FindingCode.NOTHING_TO_DO, FindingCode.NO_CHANGE_SEEN);

    /** The same, of these slices alone. */
    public Plan only(List<Range> slices) {
        return new Plan(
                backfill,
                key,
                columns,
                slices,
                estimate,
                statements,
                findings,
                risk,
                idempotent,
                definitionFingerprint,
                fingerprint,
                retryOf);
    }

    public boolean refused() {
        return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
    }

    /** True if no row was seen to change, so that nobody could try what a second application does. */
    public boolean untried() {
        return findings.stream().map(Finding::code).anyMatch(UNTRIED::contains);
    }
}
