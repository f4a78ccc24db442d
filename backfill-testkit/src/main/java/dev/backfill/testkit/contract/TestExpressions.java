package dev.backfill.testkit.contract;

import java.util.List;

/** Names, expressions and queries that each database writes in its own way. Whatever is not here is written alike. */
interface TestExpressions {
    /** A name of any characters, as it stands in a statement. */
    String quoted(String name);

    /** The schema that unqualified names are looked for in. */
    String currentSchema();

    /** What FROM takes: rows of one column {@code n}, from 1 on. */
    String numbers(int rows);

    /** True for values of which one is NULL, or which differ in so much as case or a space at the end. */
    String differs(String left, String right);

    /** A text's whole number; fails where it is none. */
    String number(String text);

    /** Of an instant in control data. */
    String anHourBefore(String instant);

    /** All of a row as one text, by which rows are told apart that differ in any way. */
    String row(String alias, List<String> columns);

    /** The same with the transaction that wrote it, where that is to be had: differs then also if equal values were written. */
    String version(String alias, List<String> columns);

    /** Names of the tables in a schema, which is an expression. */
    String tables(String schema);

    /** One row for everything in the current schema, another one for what was dropped and made again. */
    String objects();

    /** How many sessions in this database have stood still in an open transaction for more than a second. */
    String idleTransactions();

    /** The type of a whole number of 64 bits. */
    default String whole() {
        return "bigint";
    }

    /** Another order for numbers, always the same. */
    default String shuffled(String number) {
        return "md5(concat(" + number + ", ''))";
    }

    /** A number that cannot be computed where the condition holds. */
    default String failing(String condition, String otherwise) {
        return "1 / (CASE WHEN " + condition + " THEN 0 ELSE " + otherwise + " END)";
    }

    /**
     * The same where nothing is written. There is a table {@code other} of two rows, {@code k int}.
     */
    default String unreadable(String condition, String otherwise) {
        return otherwise + " + coalesce((SELECT o.k FROM other o WHERE " + condition + "), 0)";
    }

    /** True if the character at that place, from 1 on, is the one that has the number 0. */
    default String nulAt(String text, int index) {
        return "ascii(substr(" + text + ", " + index + ")) = 0";
    }

    /** An expression over {@code id} that calls what {@link TestValues#slyFunctions} made. */
    default String slyCall() {
        return "sly(id)";
    }
}
