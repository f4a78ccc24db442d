package dev.backfill.testkit.contract;

import java.util.List;

/** Statements that each database writes in its own way. */
interface TestStatements {
    /** What every session of a test begins with. */
    List<String> greeting();

    /** What comes of a statement of the contracts that nearly every database takes as it is. */
    default String spoken(String sql) {
        return sql;
    }

    /** The beginning of an UPDATE of a table, called {@code t}, whose assignments all see the rows as they were. */
    default String update(String table) {
        return "UPDATE " + table + " AS t";
    }

    String analyze(String table);

    List<String> dropPrimaryKey(String table);

    /** Gives the table back what {@link #dropPrimaryKey} took: an index by which the column identifies rows. */
    default List<String> addPrimaryKey(String table, String column) {
        return List.of("ALTER TABLE " + table + " ADD PRIMARY KEY (" + column + ")");
    }

    /** Adds a column of whole numbers that refers to the other table's {@code id}. */
    default List<String> refer(String table, String column, String other) {
        return List.of(
                "ALTER TABLE " + table + " ADD " + column + " int",
                "ALTER TABLE " + table + " ADD FOREIGN KEY (" + column + ") REFERENCES " + other + " (id)");
    }

    default String truncate(String table) {
        return "TRUNCATE " + table;
    }

    /** Gives a column another type, or makes it refuse NULL: {@code int}, {@code text NOT NULL}. */
    List<String> change(String table, String column, String type);

    /** Makes table {@code t}, {@code id int} its key and {@code n int}, in partitions. */
    List<String> partitioned();

    /** Makes updates of rows fail for which {@code NEW.id} is the given one. */
    List<String> refuse(int id, String sqlState, String message);

    /** Keeps {@code derived} the upper case of {@code source} whenever somebody changes that. */
    List<String> keepDerived();

    /** Lets nobody write to the current database by mistake, where it can be said of one. */
    default List<String> readOnly() {
        return List.of();
    }

    /** Runs the statement after each update of a row of the table, with {@code NEW} and {@code OLD}. */
    default List<String> afterUpdate(String table, String statement) {
        return List.of("CREATE TRIGGER after_update AFTER UPDATE ON " + table + " FOR EACH ROW " + statement);
    }

    /** Adds to table {@code people} a column {@code must} that insists on a value, and {@code g}, which is computed. */
    default List<String> insist() {
        return List.of("ALTER TABLE people ADD COLUMN must int NOT NULL,"
                + " ADD COLUMN g int GENERATED ALWAYS AS (visits) STORED");
    }

    /** A function of the given name that changes table {@code t} and answers 0. */
    String writingFunction(String name);

    /** Makes a user who may read and update table {@code t} and use what is in the schema, and may create nothing. */
    List<String> user(String name, String password, String schema);

    /** Lets the user work with the engine's tables once they are there, where that could not be said before. */
    List<String> admit(String name, String schema, List<String> tables);
}
