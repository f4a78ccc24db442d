package dev.backfill.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way from one database to another.
 *
 * @param values one per column that is copied, in the definition's order
 */
public record CopyRow(Position key, List<@Nullable Object> values) {
    public CopyRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** Only the key: values are nobody's business. */
    @Override
    public String toString() {
        return "CopyRow" + key;
    }
}
