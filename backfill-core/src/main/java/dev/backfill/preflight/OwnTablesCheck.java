package dev.backfill.preflight;

import dev.backfill.database.OwnTables;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;

/** Where the ledger is there already, the connected user may use it. */
final class OwnTablesCheck implements PreflightCheck {
    @Override
    public String name() {
        return "own-tables";
    }

    @Override
    public List<Finding> run(Context context) {
        List<String> missing = context.database().home().missingPrivileges(OwnTables.LEDGER);
        if (missing.isEmpty()) {
            return List.of();
        }
        String list = String.join(", ", missing);
        return List.of(new Finding(
                "ledger-privilege-missing",
                Severity.ERROR,
                "the connected user lacks " + list,
                "have a DBA grant it to the user of database "
                        + context.database().name() + ": the engine keeps its checkpoints there"));
    }
}
