package dev.backfill.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is stored in the control database.
 *
 * @param settings in force at the moment of reading
 * @param temporary why they are, if they hold for a while only; also if that is over and nobody has noted it yet
 * @param canary the share of the rows after which the run pauses; null if it is none
 * @param plan in the form of the plan's own codec
 * @param desired what was asked of it last
 * @param owner the process that holds or held the lease
 * @param epoch counts the processes that have held the run
 * @param leased true if a process held it at the moment of reading
 * @param verification JSON; null if there was none yet
 */
public record RunRecord(
        RunId id,
        String backfill,
        String database,
        String table,
        RunState state,
        @Nullable String reason,
        String plan,
        String definitionFingerprint,
        long estimatedRows,
        Settings settings,
        @Nullable Temporary temporary,
        @Nullable Double canary,
        Desired desired,
        @Nullable String desiredReason,
        @Nullable String owner,
        long epoch,
        boolean leased,
        @Nullable Instant leaseUntil,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Pulse pulse,
        @Nullable String verification) {}
