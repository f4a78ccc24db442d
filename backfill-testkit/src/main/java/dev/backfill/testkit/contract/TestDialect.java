package dev.backfill.testkit.contract;

import java.util.Set;

/** All that the contract must be told about a database. Immutable and thread-safe. */
interface TestDialect extends TestExpressions, TestStatements {
    TestValues values();

    /** The address of the database in which the control data of that database is, once there is some. */
    default String controlOf(String url) {
        return url;
    }

    /** Where a test looks at that database. */
    default Observing observing(String url) {
        return new Observing(url, false);
    }

    /** @param unseen whether the engine does not take such a session, while it is idle, for one of the application's */
    record Observing(String url, boolean unseen) {}

    /** Of what the contract asks for, what cannot be had: there the contract asserts what happens instead. */
    Set<Lack> lacks();

    /** What a database may lack. */
    enum Lack {
        /** Text may have any character, so none makes it be refused. */
        FORBIDDEN_CHARACTERS,
        /** Of a long text only the beginning is indexed, so no value is too large for an index. */
        INDEXES_OF_ANY_TEXT,
        /** A length that is stated for text is not enforced. */
        TEXT_LENGTHS,
        /** There are no functions that somebody could write. */
        FUNCTIONS,
        /** Whoever may open the database may do everything. */
        USERS,
        /** There is one schema. */
        SCHEMAS,
        /** What other sessions do is not to be seen. */
        SESSIONS,
        /** While one transaction writes, no other one can. */
        SECOND_WRITERS,
        /** The driver does not find the end of such a name. */
        NAMES_THAT_END_IN_A_BACKSLASH
    }
}
