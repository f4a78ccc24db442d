package dev.backfill.preflight;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.Destination;
import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Nearest;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The database accepts the chunk's statements. If not, they are taken apart to find which property of the definition
 * is to blame.
 */
final class StatementsCheck implements PreflightCheck {
    private static final Pattern QUOTED_NAME = Pattern.compile("column \"?([^\"\\s]+)\"?");

    @Override
    public String name() {
        return "statements";
    }

    @Override
    public List<Finding> run(Context context) {
        try {
            context.statements();
            return List.of();
        } catch (DatabaseException whole) {
            if (isPassing(whole)) {
                throw whole;
            }
            List<Finding> findings = blame(context);
            return findings.isEmpty()
                    ? List.of(finding(
                            context,
                            context.backfill().source().at(context.copy().isPresent() ? "copy" : "set"),
                            whole))
                    : findings;
        }
    }

    private static List<Finding> blame(Context context) {
        Backfill backfill = context.backfill();
        List<Finding> findings = new ArrayList<>();
        if (backfill.work() instanceof Work.Set set) {
            set.expressions().forEach((column, expression) -> {
                DatabaseException refusal = refusal(context, null, new Work.Set(Map.of(column, expression)));
                if (refusal != null) {
                    findings.add(finding(context, context.whereWritten(column), refusal));
                }
            });
        }
        context.copy().ifPresent(copy -> copy.columns().keySet().forEach(column -> {
            DatabaseException refusal = refusal(context, null, part(context, copy, Set.of(column)));
            if (refusal != null) {
                findings.add(finding(context, context.whereWritten(column), refusal));
            }
        }));
        if (backfill.where() != null) {
            Work harmless = harmless(context);
            DatabaseException refusal = refusal(context, backfill.where(), harmless);
            if (refusal != null && refusal(context, null, harmless) == null) {
                findings.add(finding(context, backfill.source().at("where"), refusal));
            }
        }
        return findings;
    }

    private static Work harmless(Context context) {
        Work work = context.backfill().work();
        if (work instanceof Work.Copy copy) {
            return part(context, copy, Set.of());
        }
        return work instanceof Work.Set ? new Work.Set(Map.of(context.written().get(0), "NULL")) : work;
    }

    /** The key and these columns alone. */
    private static Work.Copy part(Context context, Work.Copy copy, Set<String> columns) {
        List<String> key = Destination.image(context.destination().table(), copy, context.key())
                .orElseThrow();
        Map<String, String> part = new LinkedHashMap<>(copy.columns());
        part.keySet().removeIf(column -> !columns.contains(column) && !key.contains(column));
        return new Work.Copy(copy.from(), copy.into(), part, copy.onConflict());
    }

    private static @Nullable DatabaseException refusal(Context context, @Nullable String where, Work work) {
        Backfill backfill = context.backfill();
        Backfill part = Backfill.builder(backfill.name(), backfill.database(), backfill.table(), work)
                .key(backfill.key())
                .where(where)
                .build();
        try {
            context.explain(context.target(part));
            return null;
        } catch (DatabaseException e) {
            if (isPassing(e)) {
                throw e;
            }
            return e;
        }
    }

    /** True if the failure says nothing about the statement. */
    private static boolean isPassing(DatabaseException e) {
        return e.failureClass() == FailureClass.CONNECTION
                || e.failureClass() == FailureClass.CAPACITY
                || e.failureClass() == FailureClass.CONTENTION;
    }

    private static Finding finding(Context context, String where, DatabaseException refusal) {
        String message = String.valueOf(refusal.getMessage());
        Matcher name = QUOTED_NAME.matcher(message);
        boolean unknownColumn =
                name.find() && context.table().column(name.group(1)).isEmpty();
        return new Finding(
                "statement-refused",
                Severity.ERROR,
                where + ": the database refuses the statement: " + message
                        + (unknownColumn
                                ? "; "
                                        + Nearest.orAll(
                                                name.group(1), context.table().columnNames())
                                : ""),
                "correct the expression; it is evaluated by the database over one row of "
                        + context.table().name() + ", which is called t there: t.id is its column id");
    }
}
