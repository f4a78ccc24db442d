package dev.backfill.preflight;

import dev.backfill.database.Table.ForeignKey;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Names the foreign keys that the written columns take part in. */
final class ForeignKeysCheck implements PreflightCheck {
    @Override
    public String name() {
        return "foreign-keys";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        List<String> out = touched(context.table().foreignKeys(), context.written());
        if (!out.isEmpty()) {
            findings.add(new Finding(
                    "foreign-key-checked",
                    Severity.WARNING,
                    "each changed row is checked against another table by " + String.join(", ", out),
                    "expect slower chunks and short locks on the rows referred to; rows without a match become dead"
                            + " letters"));
        }
        List<String> in = touched(context.table().referencedBy(), context.written());
        if (!in.isEmpty()) {
            findings.add(new Finding(
                    FindingCode.REFERENCED_COLUMN,
                    Severity.WARNING,
                    "other tables refer to a written column by " + String.join(", ", in),
                    "know what these keys do on update: they refuse the row, or change rows of the other tables, which"
                            + " nothing here counts or verifies"));
        }
        return findings;
    }

    private static List<String> touched(List<ForeignKey> keys, List<String> written) {
        return keys.stream()
                .filter(key -> !Collections.disjoint(key.columns(), written))
                .map(ForeignKey::name)
                .toList();
    }
}
