package dev.backfill.database.sql;

import java.util.List;

/**
 * What is asked of the server's own views.
 *
 * @param logPosition how much has been written to the log, in bytes
 * @param log the same, and how much until a checkpoint is forced
 * @param connections how many there are, and how many may be
 * @param waits for each session that waits for a row: its number, and that of the session that has it
 * @param state if the server follows another one, and if it takes no writes
 * @param replication of these the first that the server understands says how far it is behind those that it follows
 * @param conditions of a schema and a table that are bound: among them those that say that a text is JSON; or nothing,
 *     where JSON is a type
 * @param schemasWithReferences schemas that have foreign keys, a query that goes on with conditions of {@code REF_NAME}, what they
 *     refer to; or nothing, where the server is quick to look through all
 * @param internals see {@link dev.backfill.database.Health.Internals}
 * @param needed what a DBA must grant to whoever shall see what others do
 */
record MariaViews(
        String logPosition,
        String log,
        String connections,
        String waits,
        String state,
        List<String> replication,
        String conditions,
        String schemasWithReferences,
        String internals,
        String needed) {}
