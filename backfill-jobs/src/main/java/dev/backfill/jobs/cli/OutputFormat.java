package dev.backfill.jobs.cli;

/** Spelled as people type it. */
enum OutputFormat {
    text,
    json
}
