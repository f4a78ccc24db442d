package dev.backfill.preflight;

import dev.backfill.database.ServerState;
import dev.backfill.error.Counted;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;

/** The server takes writes to this table at this moment. */
final class ServerCheck implements PreflightCheck {
    @Override
    public String name() {
        return "server";
    }

    @Override
    public List<Finding> run(Context context) {
        return judge(context.database().state(context.table()));
    }

    static List<Finding> judge(ServerState state) {
        List<Finding> findings = new ArrayList<>();
        if (state.standby()) {
            findings.add(new Finding(
                    FindingCode.STANDBY,
                    Severity.ERROR,
                    "the server is a standby, which takes no writes",
                    "configure the address of the primary"));
        }
        if (state.readOnly()) {
            findings.add(new Finding(
                    FindingCode.READ_ONLY,
                    Severity.ERROR,
                    "transactions are read-only by default for the connected user",
                    "connect as a user that may write, or have default_transaction_read_only turned off"));
        }
        if (state.tableLockedExclusively()) {
            findings.add(new Finding(
                    FindingCode.TABLE_LOCKED,
                    Severity.ERROR,
                    "somebody holds or waits for a lock on the table that blocks updates",
                    "wait until the schema change, index build or maintenance on the table has ended"));
        }
        if (state.replicas() > 0) {
            findings.add(new Finding(
                    "replicas",
                    Severity.INFO,
                    Counted.of(state.replicas(), "replica") + " connected",
                    "every change is sent to each of them; watch their lag"));
        }
        return findings;
    }
}
