package dev.backfill.chunk;

/**
 * Why no chunk may begin for now, although the run is running.
 *
 * @param signal short and stable: a label of metrics
 * @param reason for people: what it is, and until when
 */
public record Hold(String signal, String reason) {}
