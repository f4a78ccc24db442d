package dev.backfill.preflight;

import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;

/** The connected user may read and update the table. Columns granted one by one show in the statements. */
final class PrivilegesCheck implements PreflightCheck {
    @Override
    public String name() {
        return "privileges";
    }

    @Override
    public List<Finding> run(Context context) {
        List<String> missing = context.table().missingPrivileges();
        if (missing.isEmpty()) {
            return List.of();
        }
        String list = String.join(", ", missing);
        return List.of(new Finding(
                "privilege-missing",
                Severity.ERROR,
                "the connected user lacks " + list + " on " + context.table().name(),
                "have a DBA GRANT " + list + " on the table to the user of database "
                        + context.database().name()));
    }
}
