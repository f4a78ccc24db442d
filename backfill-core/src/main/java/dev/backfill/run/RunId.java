package dev.backfill.run;

/**
 * Names a run for people: the backfill's name and a number that counts its runs, such as {@code users-split-name-7}.
 */
public record RunId(String value) {
    public RunId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a run's identifier must not be blank");
        }
    }

    static RunId of(String backfill, int number) {
        return new RunId(backfill + "-" + number);
    }

    @Override
    public String toString() {
        return value;
    }
}
