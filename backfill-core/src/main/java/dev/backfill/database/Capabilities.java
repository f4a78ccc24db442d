package dev.backfill.database;

/**
 * What a database can do, for people and for refusals.
 *
 * @param product for people, such as {@code PostgreSQL}
 * @param version for people, such as {@code 18.1}
 * @param controlData true if run state and Spring Batch's tables may live here
 * @param rowSampling true if planning can sample rows instead of counting them
 */
public record Capabilities(String product, String version, boolean controlData, boolean rowSampling) {}
