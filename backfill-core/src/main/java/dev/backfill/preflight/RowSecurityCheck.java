package dev.backfill.preflight;

import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;

/** No policy hides rows: what is not seen is neither changed nor missed by verification. */
final class RowSecurityCheck implements PreflightCheck {
    @Override
    public String name() {
        return "row-security";
    }

    @Override
    public List<Finding> run(Context context) {
        if (!context.table().rowSecurity()) {
            return List.of();
        }
        return List.of(new Finding(
                "row-security",
                Severity.ERROR,
                "row-level security on " + context.table().name()
                        + " applies to the connected user, so rows may be hidden from it",
                "connect as a user that bypasses row-level security"));
    }
}
