package dev.backfill.verify;

import dev.backfill.database.Database;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Page;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.ledger.ChunkId;
import dev.backfill.ledger.ChunkResult;
import dev.backfill.ledger.Ledger;
import dev.backfill.ledger.SqlLedger;
import dev.backfill.plan.Plan;
import dev.backfill.plan.Planner;
import dev.backfill.preflight.Examination;
import dev.backfill.preflight.Fixture;
import dev.backfill.preflight.Preflight;
import dev.backfill.run.PhaseClock;
import dev.backfill.run.RunId;
import dev.backfill.run.Verification;
import dev.backfill.run.Verification.Result;
import dev.backfill.work.RangeWork;
import java.time.Duration;
import java.util.List;

/** A run of one thread, without the engine: real preflight, plan, work and ledger. */
final class MiniRun {
    private static final RunId RUN = new RunId("mini-1");

    private final Database database;
    private final Ledger ledger;
    private final Target target;
    final Plan plan;

    MiniRun(Database database, Backfill backfill) {
        this.database = database;
        Examination examination = examine(backfill);
        this.plan = Planner.plan(backfill, examination.survey(), examination.findings());
        if (plan.refused()) {
            throw new IllegalArgumentException(examination.findings().toString());
        }
        this.target = database.target(database.describe(backfill.table()), backfill);
        Fixture.sql("DROP TABLE IF EXISTS backfill_claim, backfill_partition, backfill_chunk, backfill_dead_letter");
        database.home().install(OwnTables.LEDGER);
        this.ledger = new SqlLedger(database.home());
        Fixture.sql("INSERT INTO backfill_claim (table_name, run_id, epoch) VALUES ('users', 'mini-1', 1)");
        database.transact(TransactionOptions.CHUNK, s -> {
            ledger.addPartitions(s, RUN, plan.partitions());
            return true;
        });
    }

    /** By connections of its own, which learn nothing that those of the run would remember. */
    private static Examination examine(Backfill backfill) {
        try (Database planning = Fixture.open()) {
            return Preflight.examine(backfill, planning);
        }
    }

    /** Does everything in chunks of 700 rows. */
    MiniRun run() {
        for (int partition = 1; partition <= plan.partitions().size(); partition++) {
            Range left = plan.partitions().get(partition - 1);
            int number = 1;
            boolean more = true;
            while (more) {
                ChunkId id = new ChunkId(RUN, partition, number++);
                Range rest = left;
                Range done = database.transact(TransactionOptions.CHUNK, session -> {
                    Page page = target.keyset().next(session, rest, 700);
                    Range range = page == null || page.rows() < 700 ? rest : rest.to(page.end());
                    ledger.claim(session, id, 1, range);
                    RangeWork.Result result =
                            RangeWork.of(target, plan.backfill()).apply(session, range, new PhaseClock());
                    result.rejected().forEach((key, why) -> ledger.bury(session, id, key, why));
                    int rows = page == null ? 0 : page.rows();
                    ledger.complete(
                            session,
                            id,
                            new ChunkResult(
                                    rows, result.changed(), result.rejected().size()),
                            Duration.ZERO);
                    return range;
                });
                left = left.from(done.upTo());
                more = !rest.equals(done);
            }
        }
        return this;
    }

    /** Records a row as one that could not be changed, as the engine would. */
    MiniRun bury(String key) {
        database.transact(
                TransactionOptions.CHUNK,
                s -> ledger.bury(s, new ChunkId(RUN, 1, 1), new Position(List.of(key)), "refused"));
        Fixture.sql("UPDATE backfill_chunk SET dead = dead + 1, changed = changed - 1"
                + " WHERE partition_no = 1 AND chunk_no = 1");
        return this;
    }

    Verification verify() {
        return Verifier.verify(plan, database, target, ledger, RUN);
    }

    Result check(String name) {
        Verification verification = verify();
        return verification.checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name + " in " + verification));
    }
}
