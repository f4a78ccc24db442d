package dev.backfill.testkit.contract;

import java.util.List;

/** What there is to try in each database: types, values, and ways to break out. */
interface TestValues {
    /** Kinds of keys, whatever may identify and order rows. */
    List<KeyCase> keys();

    /** Those of which a copy carries every value. */
    default List<KeyCase> copiedKeys() {
        return keys();
    }

    /** Types of a column, each with an expression over {@code n} that gives no NULL or one where it should. */
    List<Assignment> assignments();

    /** Types whose values go through Java. */
    List<Carried> carried();

    /** SQLStates of failures of a trigger that are one row's fault. */
    List<String> refusals();

    /** Statements by which a body tries to commit a dry run, parted by {@code " | "}. */
    List<String> attacks();

    /** A procedure {@code sly} that changes table {@code t} and commits. */
    List<String> slyProcedure();

    /** Functions {@code sly} of a row's {@code id}, answering a number, that try to commit or to undo the protection. */
    List<String> slyFunctions();

    /**
     * @param type of column {@code c}
     * @param expression over {@code n}
     */
    record Assignment(String type, String expression) {}

    /**
     * @param before statements that make the type
     * @param seen what Java sees
     * @param values literals
     */
    record Carried(List<String> before, String type, Class<?> seen, List<String> values) {
        @Override
        public String toString() {
            return type;
        }
    }
}
