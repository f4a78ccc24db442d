package dev.backfill.run;

import java.util.List;

/** What the checks after a run said. Names, counts and keys; never row values. */
public record Verification(State state, List<Result> checks) {
    public static final Verification PENDING = new Verification(State.PENDING, List.of());

    /** The state of one check or of all. */
    public enum State {
        PENDING,
        PASSED,
        FAILED,
        /** The check could not see any rows, so it proves nothing. */
        VACUOUS
    }

    /**
     * @param expected as text, such as {@code 0}
     * @param actual as text
     * @param detail for people; empty if the figures say all
     * @param keys of some rows to look at
     */
    public record Result(String name, State state, String expected, String actual, String detail, List<String> keys) {}

    public static Verification of(List<Result> checks) {
        boolean failed = checks.stream().anyMatch(c -> c.state() == State.FAILED);
        boolean passed = checks.stream().anyMatch(c -> c.state() == State.PASSED);
        return new Verification(failed ? State.FAILED : passed ? State.PASSED : State.VACUOUS, checks);
    }
}
