package dev.backfill.bench.server;

/**
 * One setting of the server, with the reason for its value; both are printed with every result.
 *
 * @param value as the server shows it
 */
public record Setting(String name, String value, String why) {}
