package dev.backfill.preflight;

import dev.backfill.error.Counted;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.plan.TrialChunk;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The smallest chunk the definition allows fits its target time, so that there is a size to adapt. */
final class ChunkTimeCheck implements PreflightCheck {
    /** A first, cold chunk may take this much longer. */
    private static final int TOLERANCE = 4;

    @Override
    public String name() {
        return "chunk-time";
    }

    @Override
    public List<Finding> run(Context context) {
        Duration target = context.backfill().chunk().targetTime();
        return judge(context.trial().chunks(), target);
    }

    static List<Finding> judge(List<TrialChunk> chunks, Duration target) {
        Optional<TrialChunk> slowest = chunks.stream().max(Comparator.comparing(TrialChunk::time));
        if (slowest.isEmpty() || slowest.get().time().compareTo(target.multipliedBy(TOLERANCE)) <= 0) {
            return List.of();
        }
        TrialChunk chunk = slowest.get();
        return List.of(new Finding(
                "chunk-slow",
                Severity.WARNING,
                "a chunk of " + Counted.of(chunk.rows(), "row") + " took "
                        + chunk.time().toMillis() + " ms; the target is " + target.toMillis() + " ms",
                "lower chunk: min, or find out what makes the statement slow: locks on the rows are held as long"));
    }
}
