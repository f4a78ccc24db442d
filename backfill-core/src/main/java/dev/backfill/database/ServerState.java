package dev.backfill.database;

import java.time.Duration;

/**
 * What the server is doing besides us, read once before a run.
 *
 * @param standby true if the server is a read-only replica
 * @param readOnly true if transactions are read-only by default
 * @param replicas connected replicas
 * @param oldestTransaction age of the oldest transaction of anybody else
 * @param tableLockedExclusively true if somebody holds or waits for a lock on the table that would block us
 */
public record ServerState(
        boolean standby, boolean readOnly, int replicas, Duration oldestTransaction, boolean tableLockedExclusively) {}
