package dev.backfill.jobs.cli;

import java.util.List;
import java.util.Map;

/**
 * What a verb has to say, in both forms.
 *
 * @param document for scripts
 * @param text for people, line by line
 */
record Answer(Map<String, ?> document, List<String> text, ExitCode exit) {}
