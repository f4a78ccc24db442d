package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import dev.backfill.database.Health.Internals;
import dev.backfill.database.Health.Log;
import dev.backfill.database.Health.Standby;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.GuardQuery;
import dev.backfill.definition.GuardSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** All guards of a run. */
public final class Guards {
    private Guards() {}

    /**
     * The built-in guards and the author's, for one run. They remember what they read: not to be shared between runs.
     *
     * @param withoutSignal left out, since the database has no signal for them
     * @param nanoClock such as {@link System#nanoTime}
     */
    public static List<Guard> of(Backfill backfill, Set<BuiltInGuard> withoutSignal, LongSupplier nanoClock) {
        Shared<Activity> activity = new Shared<>(Health::activity, nanoClock);
        Shared<List<Standby>> standbys = new Shared<>(Health::standbys, nanoClock);
        Shared<Log> log = new Shared<>(Health::log, nanoClock);
        Shared<Internals> internals = new Shared<>(Health::internals, nanoClock);
        List<Guard> guards = new ArrayList<>(List.of(
                new LockWaitersGuard(activity),
                new ActiveSessionsGuard(activity),
                new CommitLatencyGuard(activity),
                new ReplicationLagGuard(standbys),
                new ReplicationBytesGuard(standbys),
                new ReplicaLagGuard(),
                new LogRateGuard(log, nanoClock),
                new CheckpointsGuard(log, nanoClock),
                new Paced(new OldestSnapshotGuard(), nanoClock),
                new Paced(new DeadRowsGuard(nanoClock), nanoClock),
                new Paced(new ConnectionsGuard(), nanoClock),
                new Paced(new DiskGuard(), nanoClock),
                new Paced(new HistoryListGuard(internals), nanoClock),
                new Paced(new BinlogRateGuard(internals, nanoClock), nanoClock),
                new Paced(new FlowControlGuard(internals, nanoClock), nanoClock)));
        guards.removeIf(
                guard -> withoutSignal.stream().anyMatch(each -> each.text().equals(guard.name())));
        for (GuardSetting setting : backfill.guardSettings()) {
            guards.replaceAll(
                    guard -> guard.name().equals(setting.guard().text()) ? new Limited(guard, setting) : guard);
            guards.removeIf(guard -> setting.offBecause() != null
                    && guard.name().equals(setting.guard().text()));
        }
        for (GuardQuery query : backfill.guards()) {
            guards.add(new Paced(new AuthorGuard(query), nanoClock));
        }
        return List.copyOf(guards);
    }
}
