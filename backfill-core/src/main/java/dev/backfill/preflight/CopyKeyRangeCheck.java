package dev.backfill.preflight;

import dev.backfill.database.Column;
import dev.backfill.database.CopyDatabase;
import dev.backfill.database.Destination;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Target.Keyset;
import dev.backfill.database.Target.Page;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.ValueType;
import dev.backfill.database.ValueType.Fit;
import dev.backfill.database.ValueType.Kind;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Between two kinds of databases, keys of whole numbers that differ from those of the other table in their sign alone: the first
 * and the last one fit.
 */
final class CopyKeyRangeCheck implements PreflightCheck {
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    @Override
    public String name() {
        return "copy-key-range";
    }

    /** Of the same width, but for the sign. */
    static boolean mayFit(ValueType given, ValueType taken) {
        return given.kind() == Kind.INTEGER
                && taken.kind() == Kind.INTEGER
                && given.size() - taken.size() <= 1
                && given.into(taken) == Fit.IF_IT_FITS;
    }

    @Override
    public List<Finding> run(Context context) {
        return context.copy()
                .filter(copy -> context.database() instanceof CopyDatabase both && !both.ofOneKind())
                .map(copy -> run(context, copy))
                .orElse(List.of());
    }

    private List<Finding> run(Context context, Work.Copy copy) {
        Destination into = context.destination();
        List<String> image =
                Destination.image(into.table(), copy, context.key()).orElse(List.of());
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < image.size(); i++) {
            Column from = context.table().require(context.key().get(i));
            Column to = into.table().require(image.get(i));
            ValueType taken = context.database().taken(to);
            if (mayFit(context.database().given(from), taken)) {
                int part = i;
                boolean fits = ends(context).stream()
                        .map(key -> key.parts().get(part))
                        .allMatch(key -> WHOLE.matcher(key).matches() && taken.takes(new BigInteger(key)));
                findings.add(finding(CopyKeyCheck.both(context, from, to), fits));
            }
        }
        return findings;
    }

    private static List<Position> ends(Context context) {
        Keyset keys = context.target().keyset();
        return context.database().transact(TransactionOptions.READING, session -> {
            Page first = keys.next(session, Range.ALL, 1);
            return Stream.concat(
                            Stream.ofNullable(first).map(Page::end), Stream.ofNullable(keys.last(session, Range.ALL)))
                    .toList();
        });
    }

    private Finding finding(String both, boolean fits) {
        return fits
                ? new Finding(
                        name(),
                        Severity.WARNING,
                        both + ", which does not take all of them; the first and the last one fit",
                        "make sure that no key will be greater or less than the other column takes: the run would end"
                                + " there")
                : new Finding(
                        name(),
                        Severity.ERROR,
                        both + ", which does not take all that are there",
                        "use a column that takes all of the keys");
    }
}
