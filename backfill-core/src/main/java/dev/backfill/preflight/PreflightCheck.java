package dev.backfill.preflight;

import dev.backfill.plan.Finding;
import java.util.List;

/** One thing that is looked at before anything is written. Stateless. */
interface PreflightCheck {
    /** Short and stable, for the finding that says that the check itself could not be made. */
    String name();

    /**
     * @return nothing if all is well
     * @throws RuntimeException if the check could not be made; that refuses the run
     */
    List<Finding> run(Context context);
}
