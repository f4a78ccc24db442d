package dev.backfill.definition;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/** All the mistakes of one definition at once. */
public final class DefinitionException extends BackfillException {
    private static final long serialVersionUID = 1;

    /**
     * One mistake.
     *
     * @param where file and line
     * @param found what stands there, as the author wrote it
     * @param expected what would be right
     */
    public record Mistake(String where, String found, String expected) {
        @Override
        public String toString() {
            return where + ": found " + found + "; expected " + expected;
        }
    }

    private final transient List<Mistake> mistakes;

    public DefinitionException(List<Mistake> mistakes) {
        super(
                ErrorCode.DEFINITION_INVALID,
                mistakes.stream().map(Mistake::toString).collect(Collectors.joining(System.lineSeparator())),
                "correct the definition; nothing was changed");
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
