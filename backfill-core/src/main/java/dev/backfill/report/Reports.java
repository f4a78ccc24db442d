package dev.backfill.report;

import dev.backfill.database.Database;
import dev.backfill.database.OwnTables;
import dev.backfill.database.TransactionOptions;
import dev.backfill.ledger.ChunkMoment;
import dev.backfill.ledger.ChunkMoments;
import dev.backfill.plan.PlanCodec;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Puts together what is stored of a run for somebody who looks back at it. */
public final class Reports {
    /** As many parts of the course as an eye tells apart. */
    private static final int SPANS = 120;

    private static final Duration SHORTEST_SPAN = Duration.ofSeconds(1);
    private static final long[] BARS_MILLIS = {5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000};

    private final Database database;
    private final RunId run;
    private @Nullable Instant first;
    private @Nullable Instant last;

    private Reports(Database database, RunId run) {
        this.database = database;
        this.run = run;
    }

    public static RunReport of(RunRecord record, RunStatus status, Database database, List<RunEvent> events) {
        return new Reports(database, record.id()).build(record, status, events);
    }

    private RunReport build(RunRecord record, RunStatus status, List<RunEvent> events) {
        long[] bars = new long[BARS_MILLIS.length + 1];
        each(chunk -> {
            first = first == null || chunk.at().isBefore(first) ? chunk.at() : first;
            last = last == null || chunk.at().isAfter(last) ? chunk.at() : last;
            Duration took = chunk.took();
            if (took != null) {
                bars[bar(took.toMillis())]++;
            }
        });
        List<RunReport.Bar> chunkTimes = new ArrayList<>();
        for (int i = 0; i < bars.length; i++) {
            chunkTimes.add(
                    new RunReport.Bar(i < BARS_MILLIS.length ? Duration.ofMillis(BARS_MILLIS[i]) : null, bars[i]));
        }
        Duration span = span();
        return new RunReport(
                status,
                record.database(),
                record.table(),
                record.createdAt(),
                record.owner(),
                PlanCodec.summary(record.plan()),
                events.stream().filter(event -> event.run().equals(run)).toList(),
                course(span),
                span,
                chunkTimes);
    }

    private static int bar(long millis) {
        return (int) LongStream.of(BARS_MILLIS).filter(limit -> limit < millis).count();
    }

    private Duration span() {
        if (first == null || last == null) {
            return SHORTEST_SPAN;
        }
        long seconds = (Duration.between(first, last).toSeconds() + SPANS) / SPANS;
        return Duration.ofSeconds(Math.max(SHORTEST_SPAN.toSeconds(), seconds));
    }

    private List<RunReport.Span> course(Duration span) {
        Instant begin = first;
        Instant end = last;
        if (begin == null || end == null) {
            return List.of();
        }
        int count = (int) (Duration.between(begin, end).toNanos() / span.toNanos()) + 1;
        long[][] sums = new long[count][4];
        each(chunk -> {
            // chunks may have come since the first look
            long at = Duration.between(begin, chunk.at()).toNanos() / span.toNanos();
            long[] sum = sums[(int) Math.max(0, Math.min(count - 1L, at))];
            sum[0]++;
            sum[1] += chunk.result().scanned();
            sum[2] += chunk.result().changed();
            sum[3] += chunk.result().dead();
        });
        List<RunReport.Span> course = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            course.add(new RunReport.Span(
                    begin.plus(span.multipliedBy(i)), sums[i][0], sums[i][1], sums[i][2], sums[i][3]));
        }
        return course;
    }

    private void each(Consumer<ChunkMoment> each) {
        if (!database.home().installed(OwnTables.LEDGER)) {
            return;
        }
        // one of an older version lacks a column
        database.home().install(OwnTables.LEDGER);
        ChunkMoments moments = new ChunkMoments(database.home());
        database.transact(TransactionOptions.READING, session -> {
            moments.each(session, run, each);
            return true;
        });
    }
}
