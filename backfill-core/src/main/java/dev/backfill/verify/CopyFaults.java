package dev.backfill.verify;

import dev.backfill.database.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a copy that are not as they should be, dead letters aside.
 *
 * @param missing rows that are read and that the other table lacks
 * @param differing rows that it has with other values
 * @param more true if there are so many that nobody looked on
 */
public record CopyFaults(List<Position> missing, List<Position> differing, boolean more) {
    public CopyFaults {
        missing = List.copyOf(missing);
        differing = List.copyOf(differing);
    }

    /**
     * Those that the same work mends.
     *
     * @param overwrites true if it overwrites rows that are there
     */
    public List<Position> mendable(boolean overwrites) {
        List<Position> mendable = new ArrayList<>(missing);
        mendable.addAll(overwrites ? differing : List.of());
        return mendable;
    }
}
