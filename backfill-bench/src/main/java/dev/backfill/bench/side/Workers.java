package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads of a hand-written loop: each has one slice of the ids and one connection. */
final class Workers {
    private Workers() {}

    @FunctionalInterface
    interface Loop {
        /** Works through the range; commits by itself. */
        void run(Connection connection, int worker, KeyRange range) throws SQLException;
    }

    static Side.Preparation of(Loop loop) {
        return (copy, workers) -> {
            copy.execute(Checkpoints.CREATE);
            return () -> run(copy, workers, loop);
        };
    }

    private static void run(Copy copy, int workers, Loop loop)
            throws SQLException, InterruptedException, ExecutionException {
        List<KeyRange> ranges;
        try (Connection connection = copy.connect()) {
            ranges = KeyRange.split(connection, workers);
        }
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                running.add(threads.submit(() -> {
                    try (Connection connection = copy.connect()) {
                        loop.run(connection, worker, ranges.get(worker));
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
