package dev.backfill.bench.polite;

import dev.backfill.bench.server.Server;
import dev.backfill.bench.server.Template;
import dev.backfill.bench.table.PostgresTables;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What others on the server feel of a backfill, each experiment with tables of its own. */
public final class Politeness {
    private final List<Experiment> experiments;

    private Politeness(List<Experiment> experiments) {
        this.experiments = experiments;
    }

    /**
     * @param rows of a table so large that an unguarded backfill takes longer than 10 seconds
     * @param folder for the application's logs
     */
    public static Politeness measure(Server server, long rows, Path folder, PrintStream progress) throws Exception {
        Template large = server.template(PostgresTables.USERS, rows);
        return new Politeness(List.of(
                new Foreground(large, folder, progress).run(),
                new LockWaits(server.template(PostgresTables.USERS, LockWaits.ROWS), progress).run(),
                new StandbyLag(large, progress).run()));
    }

    public List<Experiment> experiments() {
        return experiments;
    }

    public boolean allMet() {
        return experiments.stream().flatMap(e -> e.outcomes().stream()).allMatch(Outcome::met);
    }

    /** For people. */
    public void print(PrintStream out) {
        for (Experiment experiment : experiments) {
            out.printf("%n%s%n", experiment.title());
            experiment.lines().forEach(out::println);
            experiment.outcomes().forEach(out::println);
        }
    }
}
