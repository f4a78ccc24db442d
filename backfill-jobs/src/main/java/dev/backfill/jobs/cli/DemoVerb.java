package dev.backfill.jobs.cli;

import dev.backfill.jobs.demo.DemoFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Types the real commands, one after another, as a person would. */
@Command(
        name = "demo",
        description = "A real PostgreSQL with a table of users: dry run, run, verify. Leaves nothing behind.")
final class DemoVerb implements Callable<Integer> {
    private static final String BACKFILL = "users-split-name";
    private static final String RUN = BACKFILL + "-1";
    private static final long LOOK_EVERY_MILLIS = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rows", paramLabel = "N", description = "Rows in the table; default ${DEFAULT-VALUE}.")
    private long rows = 200_000;

    @Option(names = "--keep", description = "Leaves the database running when the demo ends.")
    private boolean keep;

    @Option(names = "--stop", description = "Stops a database that was kept, and deletes the demo's folder.")
    private boolean stop;

    @Override
    public Integer call() throws Exception {
        if (rows < 1 || rows > 100_000_000) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--rows: found " + rows + "; expected 1 to 100000000");
        }
        Root root = (Root) Objects.requireNonNull(spec).root().userObject();
        DemoFolder folder = DemoFolder.find();
        if (stop) {
            folder.remove();
            root.console().print(new Answer(Documents.object("stopped", true), List.of("stopped"), ExitCode.OK));
            return ExitCode.OK.number();
        }
        return root.termination().pausing(() -> shown(root, folder));
    }

    private int shown(Root root, DemoFolder folder) throws IOException {
        Console console = root.console();
        folder.refuseIfThere();
        console.say("starting PostgreSQL and filling users with " + Figures.count(rows, "row") + " …");
        boolean kept = false;
        try {
            folder.create(rows);
            int code = walk(root, folder);
            kept = keep && code == ExitCode.OK.number();
            if (code == ExitCode.OK.number()) {
                invite(root, folder);
            }
            return code;
        } finally {
            if (!kept) {
                // an interrupt was for the run; stopping the server must not be disturbed by it
                Thread.interrupted();
                folder.remove();
            }
        }
    }

    private int walk(Root root, DemoFolder folder) {
        List<List<String>> steps = List.of(
                List.of("list"),
                List.of("run", BACKFILL),
                List.of("run", BACKFILL, "--execute"),
                List.of("verify", RUN));
        for (List<String> step : steps) {
            int code = typed(root, folder, step);
            if (code != ExitCode.OK.number()) {
                return code;
            }
        }
        return root.console().json()
                ? Main.run(arguments(folder, List.of("status", RUN, "-o", "json")), root.like(root.console()))
                : ExitCode.OK.number();
    }

    private int typed(Root root, DemoFolder folder, List<String> step) {
        Console console = root.console().forTalk();
        console.say("");
        console.say("$ " + command(folder).of(String.join(" ", step)));
        return Main.run(arguments(folder, step), root.like(console));
    }

    private void invite(Root root, DemoFolder folder) {
        Console console = root.console();
        console.say("");
        if (!keep && !console.streams().errTerminal()) {
            console.say("done; the database is gone again. --keep leaves it running");
            return;
        }
        console.say("try next" + (keep ? ":" : ", in another terminal:"));
        for (String next : List.of(
                "list",
                "status " + RUN,
                "history " + BACKFILL,
                "plan users-full-name",
                "run users-display-name --execute --rate 20000",
                "run users-password-rounds --execute",
                "dead-letters list users-password-rounds-1")) {
            console.say("  " + command(folder).of(next));
        }
        if (keep) {
            console.say("stop it with:");
            console.say("  " + root.invocation().of("demo --stop"));
        } else {
            console.say("the database stays until you press Enter");
            awaitEnter(console);
        }
    }

    private static void awaitEnter(Console console) {
        try {
            while (console.streams().in().available() == 0) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException | IOException e) {
            // Ctrl-C, or nobody is there: as good as Enter
            console.say("");
        }
    }

    private static String[] arguments(DemoFolder folder, List<String> step) {
        List<String> all =
                new ArrayList<>(List.of("--config", folder.configuration().toString()));
        all.addAll(step);
        return all.toArray(String[]::new);
    }

    private static Invocation command(DemoFolder folder) {
        return Invocation.with(folder.configuration());
    }
}
