package dev.backfill.database.sql;

import dev.backfill.database.Health;
import dev.backfill.database.TransactionOptions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What a file tells of how it does: whether others write, how long commits take, how large its log is, the disk. */
final class SqliteHealth implements Health {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** How long the first look waits to see whether anybody else writes. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(300);
    /** SQLite copies the log back into the file at 1000 pages, 4 MiB; four times that is a log that it cannot begin anew. */
    private static final long LARGE_LOG = 16L << 20;

    private static final String BEAT =
            "INSERT INTO %s (beat_no, beat) VALUES (1, strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now'))"
                    + " ON CONFLICT (beat_no) DO UPDATE SET beat = excluded.beat";

    private final SqliteTransactions transactions;
    private final SqliteHome home;
    private final SqliteFile file;
    private final LongSupplier nanoClock;
    private boolean looked;
    private boolean there;
    private long largeSince = -1;

    SqliteHealth(SqliteTransactions transactions, SqliteHome home, SqliteFile file, LongSupplier nanoClock) {
        this.transactions = transactions;
        this.home = home;
        this.file = file;
        this.nanoClock = nanoClock;
    }

    /** Others are one if somebody outside of this process has written in the last seconds: nobody can be counted. */
    @Override
    public Activity activity() {
        boolean others = transactions.othersWrite();
        if (!looked && !others) {
            looked = true;
            others = waited() && transactions.othersWrite();
        }
        return new Activity(others ? 1 : 0, 0, 0, 0);
    }

    private static boolean waited() {
        try {
            TimeUnit.NANOSECONDS.sleep(FIRST_LOOK.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public OptionalDouble commit() {
        if (!there) {
            there = transactions.read(TransactionOptions.CONTROL, session -> home.exists(session, "backfill_pulse"));
        }
        return there
                ? OptionalDouble.of(transactions.commit(BEAT.formatted(home.table("backfill_pulse")), LIMIT) / 1e9)
                : OptionalDouble.empty();
    }

    /** Somebody reads an old state of the file as long as the log grows beyond the size at which it begins anew. */
    @Override
    public double oldestSnapshot() {
        long now = nanoClock.getAsLong();
        if (file.logBytes() < LARGE_LOG) {
            largeSince = -1;
            return 0;
        }
        if (largeSince < 0) {
            largeSince = now;
        }
        return (now - largeSince) / 1e9;
    }

    @Override
    public OptionalDouble diskUsed() {
        return file.diskUsed();
    }

    @Override
    public double query(String sql) {
        return transactions.ask(sql, LIMIT, connection -> OneNumber.read(connection, new SqliteGuard(), sql));
    }

    /** Nobody can be asked to end for others: whoever waits is not seen. */
    @Override
    public int release() {
        return 0;
    }

    @Override
    public List<Standby> standbys() {
        throw noSignal();
    }

    @Override
    public DeadRows deadRows() {
        throw noSignal();
    }

    @Override
    public Log log() {
        throw noSignal();
    }

    @Override
    public List<Standby> replicas() {
        throw noSignal();
    }

    @Override
    public Connections connections() {
        throw noSignal();
    }

    /** Guards that need these are left out by the database's capabilities. */
    private static UnsupportedOperationException noSignal() {
        return new UnsupportedOperationException("SQLite has no signal for this");
    }

    @Override
    public void close() {
        // it uses the database's own connections, each for a moment
    }
}
