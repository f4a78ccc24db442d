package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One command: arguments in, an {@link Answer} out. Printing, failing and exit codes are not its business. */
abstract class Verb implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /**
     * @throws Exception if there is no answer; shown by {@link Failures}
     */
    abstract Answer answer(Operations operations) throws Exception;

    /** Refuses arguments that do not fit together, before anything is opened. */
    void check() {}

    @Override
    public final Integer call() throws Exception {
        check();
        Answer answer;
        try (Operations operations = root().open()) {
            answer = answer(operations);
        }
        // closed first: what is printed last is the answer, and nothing can go wrong behind it
        console().print(answer);
        return answer.exit().number();
    }

    final Console console() {
        return root().console();
    }

    /** For commands that go on where this one ends. */
    final Invocation invocation() {
        return root().invocation();
    }

    final Termination termination() {
        return root().termination();
    }

    final ParameterException misused(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private Root root() {
        return (Root) spec().root().userObject();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
