package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.TransactionOptions;
import dev.backfill.ledger.TableClaim;
import dev.backfill.run.Desired;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStore;
import java.time.Duration;

/** Pauses and aborts, asked of whichever process works on the run. */
final class Requests {
    /** How long they wait for the chunks in flight before they answer. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Databases databases;

    Requests(Databases databases) {
        this.databases = databases;
    }

    /** Asks, and waits a while for it to happen; asks again once the process that should have obeyed has lost its lease. */
    void ask(RunId run, Desired desired, RunState wanted, String reason, String actor) {
        RunStore store = databases.storeOf(run);
        RunRecord now = store.ask(run, desired, reason, actor);
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (now.state() != wanted && !now.state().isFinal() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(GLANCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            now = databases.record(run);
            if (!now.leased() && now.state().mayBecome(wanted)) {
                now = store.askAgain(run, desired, reason, actor);
            }
        }
        if (now.state() == RunState.ABORTED) {
            Database database = databases.named(now.database());
            database.transact(TransactionOptions.CONTROL, session -> {
                new TableClaim(database.home()).release(session, run);
                return true;
            });
        }
    }
}
