package dev.backfill.preflight;

import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.ValueType;
import dev.backfill.database.ValueType.Kind;
import dev.backfill.definition.Expressions;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the expressions give can be carried into the columns, by their types. What a transform writes has none: what does not
 * fit becomes a dead letter.
 */
final class CopyTypesCheck implements PreflightCheck {
    @Override
    public String name() {
        return "copy-types";
    }

    @Override
    public List<Finding> run(Context context) {
        return context.copy().isEmpty()
                ? List.of()
                : run(
                        context,
                        context.copy().orElseThrow().transformed(),
                        context.copy().orElseThrow().columns(),
                        context.target().copying().orElseThrow());
    }

    private static List<Finding> run(
            Context context, List<String> transformed, Map<String, String> columns, Target.Copying copying) {
        Map<String, ValueType> given = context.database().rehearse(TransactionOptions.CONTROL, copying::given);
        Map<String, ValueType> taken = context.database().rehearse(TransactionOptions.CONTROL, copying::taken);
        List<Finding> findings = new ArrayList<>();
        given.forEach((column, from) -> {
            ValueType to = Objects.requireNonNull(taken.get(column));
            boolean fits = Expressions.whole(columns.getOrDefault(column, ""))
                    .filter(number -> from.kind() == Kind.INTEGER && to.kind() == Kind.INTEGER && to.takes(number))
                    .isPresent();
            if (!transformed.contains(column) && !fits) {
                judge(context.whereWritten(column), column, from, to, findings);
            }
        });
        return findings;
    }

    static void judge(String where, String column, ValueType from, ValueType to, List<Finding> findings) {
        String types = where + ": the expression for column " + column + " gives " + from.name()
                + ", and the column is " + to.name();
        switch (from.into(to)) {
            case ALWAYS -> {}
            case IF_IT_FITS ->
                findings.add(new Finding(
                        "value-may-not-fit",
                        Severity.WARNING,
                        types,
                        "rows whose value is too large become dead letters; rehearse with --full to see how many"));
            case LOSES ->
                findings.add(new Finding(
                        "value-changed",
                        Severity.ERROR,
                        types + ": values would be rounded, cut or written otherwise, silently",
                        "say in the expression what is to become of them: CAST(… AS " + to.name()
                                + "), or make the value in copy.transform"));
            case NEVER ->
                findings.add(new Finding(
                        "value-not-carried",
                        Severity.ERROR,
                        types + ": there is no conversion that is the same for every value and setting",
                        "say in the expression how: a CAST, or AT TIME ZONE 'UTC' between times with and without a zone;"
                                + " or make the value in copy.transform"));
        }
    }
}
