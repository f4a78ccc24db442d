package dev.backfill.preflight;

import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;

/** The database knows how large the table is. */
final class StatisticsCheck implements PreflightCheck {
    @Override
    public String name() {
        return "statistics";
    }

    @Override
    public List<Finding> run(Context context) {
        if (context.table().estimatedRows() >= 0) {
            return List.of();
        }
        return List.of(new Finding(
                "never-analysed",
                Severity.INFO,
                context.table().name() + " was never analysed",
                "run ANALYZE on it: query plans are guesses until then"));
    }
}
