package dev.backfill.verify;

import dev.backfill.database.Position;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import java.util.List;

/** Puts results together. */
final class Results {
    /** As many as a person looks at. */
    static final int KEYS = 10;

    private Results() {}

    static Result of(String name, boolean passed, String expected, String actual, String detail, List<Position> keys) {
        return new Result(name, passed ? State.PASSED : State.FAILED, expected, actual, detail, encoded(keys));
    }

    /** The first ones. */
    static List<String> encoded(List<Position> keys) {
        return keys.stream().limit(KEYS).map(Position::encode).toList();
    }

    /** The check proves nothing, and says why. */
    static Result vacuous(String name, String expected, String actual, String why) {
        return new Result(name, State.VACUOUS, expected, actual, why, List.of());
    }

    static Result empty(String name, String expected) {
        return vacuous(name, expected, "0", "the table has no rows, so this proves nothing");
    }
}
