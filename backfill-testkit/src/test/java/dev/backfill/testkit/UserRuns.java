package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Work on a table of users, in small chunks, and what became of it. */
final class UserRuns {
    private UserRuns() {}

    static Backfill.Builder work(Work work) {
        return Backfill.builder("change", "app", new TableName(null, "users"), work)
                .chunk(new ChunkLimits(7, 100, Duration.ofMillis(200)));
    }

    static Backfill set(Map<String, String> expressions) {
        return work(new Work.Set(expressions)).build();
    }

    /** Answers {@code first} from {@code name}. */
    static Backfill rows(Function<Row, Transform.Outcome> change) {
        return work(new Work.Rows("change", new Transform() {
                    @Override
                    public List<String> reads() {
                        return List.of("name");
                    }

                    @Override
                    public List<String> writes() {
                        return List.of("first");
                    }

                    @Override
                    public Outcome apply(Row row) {
                        return change.apply(row);
                    }
                }))
                .build();
    }

    static void assertCounts(RunStatus status, long scanned, long changed, long dead) {
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(List.of(
                        status.rows().scanned(),
                        status.rows().changed(),
                        status.rows().dead()))
                .containsExactly(scanned, changed, dead);
    }
}
