package dev.backfill.preflight;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.Retry;
import dev.backfill.database.Table;
import dev.backfill.definition.Backfill;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Plan;
import dev.backfill.plan.Severity;
import dev.backfill.plan.Survey;
import dev.backfill.run.RunId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All checks, in three groups of which each needs the one before: what the catalog says, what the database says to the
 * statements, and what happens when they are tried out. Writes nothing that lasts. Thread-safe.
 */
public final class Preflight {
    private static final List<PreflightCheck> CATALOG = List.of(
            new ColumnsCheck(),
            new ExpressionsCheck(),
            new KeyCheck(),
            new WrittenColumnsCheck(),
            new PrivilegesCheck(),
            new OwnTablesCheck(),
            new RowSecurityCheck(),
            new TriggersCheck(),
            new ForeignKeysCheck(),
            new CopyTargetCheck(),
            new CopyKeyCheck(),
            new CopyEffectsCheck(),
            new ServerCheck(),
            new LongTransactionCheck(),
            new GuardsCheck(),
            new WorkersCheck(),
            new VolatileFunctionCheck(),
            new StatisticsCheck());

    private static final List<PreflightCheck> STATEMENTS = List.of(
            new StatementsCheck(),
            new LargeRowsCheck(),
            new CopyTypesCheck(),
            new CopyKeyRangeCheck(),
            new KeyIndexCheck(),
            new AuthorChecksCheck());

    private static final List<PreflightCheck> TRIAL =
            List.of(new TrialCheck(), new DataCheck(), new IdempotencyCheck(), new WhereCheck(), new ChunkTimeCheck());

    private static final List<List<PreflightCheck>> GROUPS = List.of(CATALOG, STATEMENTS, TRIAL);

    /** What somebody may have taken away while a run was paused. */
    private static final List<PreflightCheck> REVOCABLE = List.of(
            new KeyCheck(),
            new WrittenColumnsCheck(),
            new PrivilegesCheck(),
            new OwnTablesCheck(),
            new RowSecurityCheck(),
            new CopyTargetCheck(),
            new CopyKeyCheck(),
            new CopyEffectsCheck(),
            new ServerCheck());

    private Preflight() {}

    /**
     * Why a run can no longer go on as it was planned: a few questions to the catalog, and nothing tried out. A lock on
     * the table is no reason; chunks wait for it.
     *
     * @return errors; none if it may go on
     * @throws BackfillException if there is no such table any more
     * @throws DatabaseException if the database cannot be asked, which says nothing about the run
     */
    public static List<Finding> recheck(Plan plan, Database database) {
        Context context = context(plan, database);
        List<Finding> lost = lostColumns(plan, context);
        return lost.isEmpty() ? errors(REVOCABLE, context) : lost;
    }

    /**
     * Of {@link #recheck}, what also keeps anybody from looking at the rows: columns that are gone or have another type.
     */
    public static List<Finding> lostColumns(Plan plan, Database database) {
        return lostColumns(plan, context(plan, database));
    }

    private static List<Finding> lostColumns(Plan plan, Context context) {
        return errors(
                List.of(new ColumnsCheck(), new ExpressionsCheck(), new PlannedColumnsCheck(plan.columns())), context);
    }

    private static Context context(Plan plan, Database database) {
        Backfill backfill = plan.backfill().withKey(plan.key());
        return new Context(backfill, database, database.describe(backfill.table()), null);
    }

    private static List<Finding> errors(List<PreflightCheck> checks, Context context) {
        return checks.stream()
                .flatMap(check -> check.run(context).stream())
                .filter(f -> f.severity() == Severity.ERROR && !f.code().equals(FindingCode.TABLE_LOCKED))
                .toList();
    }

    /**
     * @throws BackfillException if the database cannot be reached
     * @throws DatabaseException if the catalog cannot be read
     */
    public static Examination examine(Backfill backfill, Database database) {
        return examine(backfill, database, null);
    }

    /**
     * The same, of the rows alone that failed in a run.
     *
     * @param retryOf that run; null for all rows
     */
    public static Examination examine(Backfill backfill, Database database, @Nullable RunId retryOf) {
        Table table;
        try {
            table = database.describe(backfill.table());
        } catch (BackfillException e) {
            if (e.code() != ErrorCode.TABLE_UNUSABLE) {
                throw e;
            }
            String saw = backfill.source().at("table") + ": " + e.getMessage();
            return refused(backfill, List.of(new Finding("table-unusable", Severity.ERROR, saw, e.hint())));
        }
        Retry retry = retryOf == null ? null : new Retry(retryOf.value(), null);
        return examine(new Context(backfill, database, table, retry), GROUPS);
    }

    static Examination examine(Context context, List<List<PreflightCheck>> groups) {
        List<Finding> findings = new ArrayList<>();
        for (List<PreflightCheck> group : groups) {
            if (Examination.refused(findings)) {
                findings.add(notChecked(group));
                continue;
            }
            group.forEach(check -> findings.addAll(run(check, context)));
        }
        return Examination.refused(findings)
                ? refused(context.backfill(), findings)
                : new Examination(findings, context.survey());
    }

    private static Examination refused(Backfill backfill, List<Finding> findings) {
        return new Examination(findings, Survey.unknown(backfill));
    }

    private static List<Finding> run(PreflightCheck check, Context context) {
        try {
            return check.run(context);
        } catch (BackfillException | DatabaseException e) {
            return List.of(failed(check, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // its message may quote anything
            return List.of(failed(check, e.getClass().getName()));
        }
    }

    private static Finding failed(PreflightCheck check, String why) {
        return new Finding(
                "check-failed",
                Severity.ERROR,
                "check " + check.name() + " could not be made: " + why,
                "a check that cannot be made counts as failed; mend what it met and check again");
    }

    private static Finding notChecked(List<PreflightCheck> group) {
        return new Finding(
                "not-checked",
                Severity.INFO,
                "not looked at because of the errors above: "
                        + String.join(
                                ", ", group.stream().map(PreflightCheck::name).toList()),
                "mend the errors and check again");
    }
}
