package dev.backfill.bench.polite;

import java.util.List;
import java.util.Map;

/**
 * What came of one experiment.
 *
 * @param lines for people
 * @param figures for scripts
 */
public record Experiment(String title, List<String> lines, Map<String, Object> figures, List<Outcome> outcomes) {}
