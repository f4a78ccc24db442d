package dev.backfill.engine;

import dev.backfill.chunk.Controls;
import dev.backfill.chunk.RateLimit;
import dev.backfill.chunk.StopRequest;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.throttle.Allowance;
import dev.backfill.throttle.Circuit;
import dev.backfill.throttle.Controller;
import dev.backfill.throttle.Guard;
import dev.backfill.throttle.Judge;
import dev.backfill.throttle.Recent;
import dev.backfill.throttle.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the guards again and again, has the controller decide, and hands on what is allowed. One thread of its own; should
 * it die, what it allowed last runs out and no chunk begins.
 */
final class GuardWatch implements RunListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);
    /** Longer than a round in which every guard runs into its time-out. */
    private static final Duration VALID = Duration.ofSeconds(30);
    /** How often each guard is read before the run begins: long enough to see what is usual where others are at work. */
    private static final int BASELINE_ROUNDS = 8;
    /** The shortest time between two entries in the run's history about pace. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Health health;
    private final List<Guard> guards;
    private final Controls controls;
    private final ChunkLimits limits;
    private final Consumer<String> history;
    private final Circuit circuit;
    private final Recent recent = new Recent(System::nanoTime);
    private final List<Judge> judges = new ArrayList<>();
    private final Background thread;
    private RunListener listener = signal -> {};
    private Controller.State state = Controller.State.free(System.nanoTime());
    private @Nullable String noted;
    private long notedAt;
    private RunSignal.@Nullable Steered told;

    /**
     * @param history keeps a line for good
     * @param circuit of the database, which learns here too whether it answers
     */
    GuardWatch(
            Health health,
            List<Guard> guards,
            Controls controls,
            ChunkLimits limits,
            Consumer<String> history,
            Circuit circuit) {
        this.health = health;
        this.guards = guards;
        this.controls = controls;
        this.limits = limits;
        this.history = history;
        this.circuit = circuit;
        this.thread = new Background("backfill-guards", this::watch);
    }

    @Override
    public void on(RunSignal signal) {
        if (signal instanceof RunSignal.ChunkCommitted chunk) {
            recent.committed(chunk.scanned(), chunk.phases().values().stream().reduce(Duration.ZERO, Duration::plus));
        }
    }

    /**
     * Takes the baseline, which lasts two seconds where others are at work, and watches from then on.
     *
     * @param told hears of every reading and every change of pace
     */
    void start(RunListener told) {
        listener = told;
        if (guards.isEmpty()) {
            return;
        }
        boolean alone = alone();
        Map<String, List<Double>> readings = baseline(alone ? 1 : BASELINE_ROUNDS);
        guards.forEach(guard -> judges.add(new Judge(guard, median(readings.getOrDefault(guard.name(), List.of())))));
        long now = System.nanoTime();
        state = alone ? Controller.State.free(now) : Controller.State.careful(now);
        round();
        thread.start();
    }

    /** What each guard read in some rounds; less if the server cannot be reached. */
    private Map<String, List<Double>> baseline(int rounds) {
        Map<String, List<Double>> readings = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            if (round > 0 && !pause()) {
                return readings;
            }
            for (Guard guard : guards) {
                try {
                    guard.read(health).ifPresent(value -> readings.computeIfAbsent(guard.name(), n -> new ArrayList<>())
                            .add(value));
                } catch (DatabaseException e) {
                    LOG.debug("guard {} has no reading from before the run", guard.name(), e);
                    if (e.failureClass() == FailureClass.CONNECTION) {
                        return readings;
                    }
                } catch (RuntimeException e) {
                    // the run begins all the same, and is held once the guard's first reading fails
                    LOG.warn("guard {} is broken", guard.name(), e);
                }
            }
        }
        return readings;
    }

    /** Fails closed: who cannot be seen is there. */
    private boolean alone() {
        try {
            return health.activity().others() == 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static OptionalDouble median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[sorted.length / 2]);
    }

    private void watch() {
        while (pause()) {
            round();
        }
    }

    /** False if it is to end. */
    private static boolean pause() {
        try {
            Thread.sleep(INTERVAL.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void round() {
        for (Judge judge : judges) {
            long begin = System.nanoTime();
            try {
                judge.read(judge.guard().read(health), System.nanoTime());
                // held by a guard, no worker looks whether the database is back
                circuit.heard();
            } catch (DatabaseException e) {
                judge.failed(String.valueOf(e.getMessage()));
                if (e.failureClass() == FailureClass.CONNECTION) {
                    circuit.failed(e);
                    // the others would fail in the same way, each after its time
                    judges.forEach(j -> j.failed(String.valueOf(e.getMessage())));
                    break;
                }
            } catch (RuntimeException e) {
                judge.failed("defect: " + e.getClass().getName());
                LOG.warn("guard {} is broken", judge.guard().name(), e);
            }
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (System.nanoTime() - begin > INTERVAL.toNanos()) {
                // others must not grow stale unnoticed behind one that hangs
                decide();
            }
        }
        decide();
    }

    private void decide() {
        long now = System.nanoTime();
        List<Verdict> verdicts = judges.stream().map(j -> j.verdict(now)).toList();
        verdicts.forEach(v -> listener.on(new RunSignal.GuardRead(v.guard(), v.value(), v.limit())));
        state = Controller.next(state, verdicts, recent.load(controls.settings().workers()), now);
        Allowance allowance = Controller.allowance(state, limits);
        controls.allow(allowance, VALID);
        if (state.kind() == Verdict.Kind.ABORT) {
            controls.stop(new StopRequest(StopRequest.Kind.ABORT, "stopped by guard " + allowance.text(), null));
        }
        tell(allowance);
    }

    private void tell(Allowance allowance) {
        int workers = Math.min(controls.settings().workers(), allowance.workers());
        RateLimit rate = controls.rate();
        String text = controls.heldByGuards();
        RunSignal.Steered now = new RunSignal.Steered(
                text, allowance.held(), rate == null ? null : Integer.valueOf(rate.rowsPerSecond()), workers);
        if (!now.equals(told)) {
            told = now;
            listener.on(now);
        }
        note(allowance, text);
    }

    /** Only what changes in kind: a rate that creeps up is not an event. */
    private void note(Allowance allowance, @Nullable String text) {
        Verdict binding = allowance.binding();
        String kind =
                binding == null || text == null ? null : (allowance.held() ? "held " : "slowed ") + binding.guard();
        long now = System.nanoTime();
        if (!Objects.equals(kind, noted) && (notedAt == 0 || now - notedAt > QUIET.toNanos())) {
            history.accept(text == null ? "no guard holds it back any more" : text);
            noted = kind;
            notedAt = now;
        }
    }

    @Override
    public void close() {
        thread.close();
        health.close();
    }
}
