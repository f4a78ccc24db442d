package dev.backfill.testkit.contract;

import java.util.List;

/**
 * A kind of key.
 *
 * @param before statements that make its type
 * @param columns definitions of the key columns, in the table's order
 * @param key the key columns in the key's order
 * @param values expressions over {@code n}, from 1 on, in the table's order; another key for each n
 * @param kind what its text could do to the engine
 * @param options what stands behind the table's definition
 */
record KeyCase(String name, List<String> before, String columns, String key, String values, Kind kind, String options) {
    KeyCase(String name, List<String> before, String columns, String key, String values, Kind kind) {
        this(name, before, columns, key, values, kind, "");
    }

    enum Kind {
        PLAIN,
        /** Its text could be garbled on the way to the ledger. */
        TRICKY,
        /** Text whose order is another one than that of its characters' numbers. */
        COLLATED
    }

    /** A key of one column {@code k}. */
    static KeyCase of(String name, String type, String value, Kind kind) {
        return new KeyCase(name, List.of(), "k " + type, "k", value, kind);
    }

    static KeyCase of(String name, String type, String value) {
        return of(name, type, value, Kind.PLAIN);
    }

    /** Makes table {@code t}: the key, {@code n} from 1 to the number of rows, and {@code note}; stored in no order. */
    void create(TestDatabase database, int rows) {
        database.run(before);
        createEmpty(database, "t");
        database.run("INSERT INTO t SELECT " + values + ", n, concat('note ', n) FROM "
                + database.dialect().numbers(rows) + " ORDER BY "
                + database.dialect().shuffled("n"));
    }

    /** Makes another such table, once there is {@code t}. */
    void createEmpty(TestDatabase database, String table) {
        database.run("CREATE TABLE " + table + " (" + columns + ", n "
                + database.dialect().whole() + " NOT NULL, note text, PRIMARY KEY (" + key + "))" + options);
    }

    @Override
    public String toString() {
        return name;
    }
}
