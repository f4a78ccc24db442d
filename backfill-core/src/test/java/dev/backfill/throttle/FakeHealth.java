package dev.backfill.throttle;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A server that is as it is told to be, and counts what it is asked. */
final class FakeHealth implements Health {
    List<Standby> standbys = List.of();
    List<Standby> replicas = List.of();
    Activity activity = new Activity(1, 0, 0, 0);
    double commit;
    /** Of these commits, counted from 1, another time. */
    final java.util.Map<Integer, Double> oddCommits = new java.util.HashMap<>();

    double oldestSnapshot;
    DeadRows deadRows = new DeadRows(0, 0, false);
    Log log = new Log(0, 0, 0);
    Connections connections = new Connections(0, 100);
    OptionalDouble disk = OptionalDouble.empty();
    Internals internals = Internals.NONE;
    double number;

    @Nullable
    String trouble;

    int asked;
    int commits;
    int released;

    private <T> T answer(T value) {
        asked++;
        if (trouble != null) {
            throw new DatabaseException(FailureClass.CONNECTION, null, trouble, false, null);
        }
        return value;
    }

    @Override
    public List<Standby> standbys() {
        return answer(standbys);
    }

    @Override
    public Activity activity() {
        return answer(activity);
    }

    @Override
    public int release() {
        released++;
        return answer(activity.waitersForUs());
    }

    @Override
    public OptionalDouble commit() {
        commits++;
        return OptionalDouble.of(answer(oddCommits.getOrDefault(commits, commit)));
    }

    @Override
    public double oldestSnapshot() {
        return answer(oldestSnapshot);
    }

    @Override
    public DeadRows deadRows() {
        return answer(deadRows);
    }

    @Override
    public Log log() {
        return answer(log);
    }

    @Override
    public List<Standby> replicas() {
        return answer(replicas);
    }

    @Override
    public Connections connections() {
        return answer(connections);
    }

    @Override
    public OptionalDouble diskUsed() {
        return answer(disk);
    }

    @Override
    public Internals internals() {
        return answer(internals);
    }

    @Override
    public double query(String sql) {
        return answer(number);
    }

    @Override
    public void close() {}
}
