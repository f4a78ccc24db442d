package dev.backfill.batch;

import dev.backfill.run.Settings;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The threads that run partitions; their number may change while they run. Thread-safe. */
public final class Workers implements AutoCloseable {
    private final ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();

    public Workers(int threads) {
        pool.setThreadNamePrefix("backfill-worker-");
        pool.setDaemon(true);
        pool.setMaxPoolSize(Settings.MAX_WORKERS);
        pool.setCorePoolSize(threads);
        pool.afterPropertiesSet();
    }

    /** More threads start at once; fewer take effect as partitions end, and until then the controls hold them. */
    public void resize(int threads) {
        pool.setCorePoolSize(threads);
    }

    TaskExecutor executor() {
        return pool;
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
