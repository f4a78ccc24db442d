package dev.backfill.preflight;

import dev.backfill.database.Capabilities;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.definition.GuardSetting;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.throttle.Guard;
import dev.backfill.throttle.Guards;
import dev.backfill.throttle.Judge;
import dev.backfill.throttle.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Every guard can read its signal: one that cannot would hold the run for ever. */
final class GuardsCheck implements PreflightCheck {
    /** How often a signal is asked for: a server that was slow once can be read. */
    private static final int TRIES = 3;

    @Override
    public String name() {
        return "guards";
    }

    @Override
    public List<Finding> run(Context context) {
        List<Finding> findings = new ArrayList<>();
        Capabilities database = context.database().capabilities();
        context.backfill()
                .guardSettings()
                .forEach(setting -> findings.add(
                        database.withoutSignal().contains(setting.guard())
                                ? missing(setting, database.product(), context)
                                : said(setting)));
        List<String> missed = database.missedGuards();
        if (!missed.isEmpty()) {
            findings.add(missing(database.product(), missed));
        }
        try (Health health = context.database().health(context.table())) {
            for (Guard guard : Guards.of(context.backfill(), database.withoutSignal(), System::nanoTime)) {
                judge(guard, health, findings);
            }
        }
        return findings;
    }

    private static Finding missing(String product, List<String> missed) {
        return new Finding(
                "guards-missing",
                Severity.INFO,
                product + " has no signal for the guards " + String.join(", ", missed),
                "nothing; where one of these matters, watch it from outside or by a query of your own under guards:");
    }

    /** Nobody shall believe that it is watched. */
    private static Finding missing(GuardSetting setting, String product, Context context) {
        return new Finding(
                "guard-missing",
                Severity.ERROR,
                context.backfill().source().at("guards") + ": guard "
                        + setting.guard().text() + " is set, and " + product + " has no signal for it",
                "leave it out, or state a query of your own under guards:");
    }

    private static void judge(Guard guard, Health health, List<Finding> findings) {
        OptionalDouble value;
        try {
            value = read(guard, health);
        } catch (DatabaseException e) {
            findings.add(unreadable(guard, String.valueOf(e.getMessage())));
            return;
        }
        Judge judge = new Judge(guard, value);
        judge.read(value, 0);
        Verdict verdict = judge.verdict(0);
        if (verdict.kind() != Verdict.Kind.PROCEED) {
            findings.add(new Finding(
                    "guard-holds",
                    Severity.WARNING,
                    "as things are, the run would be held back at once: " + verdict.text(),
                    "see what is wrong with the database first; the run goes on by itself once this is well again"));
        }
    }

    /** A signal that somebody is in the way of is asked for again. */
    static OptionalDouble read(Guard guard, Health health) {
        for (int tries = 1; ; tries++) {
            try {
                return guard.read(health);
            } catch (DatabaseException e) {
                if (e.failureClass() != FailureClass.CONTENTION || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static Finding said(GuardSetting setting) {
        return setting.offBecause() == null
                ? new Finding(
                        "guard-limits",
                        Severity.INFO,
                        "the definition states limits of a guard: " + setting.text(),
                        "nothing, if they suit this database; without them limits follow from what is usual before the run")
                : new Finding(
                        "guard-off",
                        Severity.WARNING,
                        "guard " + setting.text(),
                        "nothing else watches that signal: somebody should, as long as the run works");
    }

    private static Finding unreadable(Guard guard, String why) {
        boolean ours = guard.scope() != Guard.Scope.AUTHOR;
        return new Finding(
                "guard-unreadable",
                Severity.ERROR,
                "guard " + guard.name() + " cannot read its signal: " + why,
                ours
                        ? "give the connected user what the message asks for; without the signal the run would be held"
                        : "a guard's query must answer one row with one number within a second");
    }
}
