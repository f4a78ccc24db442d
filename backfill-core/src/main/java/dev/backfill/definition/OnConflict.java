package dev.backfill.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a copy does with a row that is in the other table already. One that has the same values is always left alone. */
public enum OnConflict {
    /** Leaves it as it is: what the application wrote there is newer. */
    SKIP,
    /** Makes its columns what the expressions give. */
    UPDATE,
    /** Makes the row of the table that is read a dead letter. */
    FAIL;

    /** As definitions spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<OnConflict> of(String text) {
        return Arrays.stream(values()).filter(v -> v.text().equals(text)).findFirst();
    }

    static List<String> texts() {
        return Arrays.stream(values()).map(OnConflict::text).toList();
    }
}
