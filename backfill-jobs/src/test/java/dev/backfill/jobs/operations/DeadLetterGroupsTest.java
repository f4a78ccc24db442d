package dev.backfill.jobs.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Position;
import dev.backfill.ledger.DeadLetter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterGroupsTest {
    private final DeadLetterGroups groups = new DeadLetterGroups();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | no rounds: 7 of 12 | no rounds: # of #",
                "ann | user ann has 3.5 | user # has #",
                "ann | annual report | annual report",
                "7 | utf8 and sha256 stay | utf8 and sha256 stay",
                "7 | due 2026-11-21, -4 days | due #, # days",
                "7 | index row size 2712 exceeds maximum 2704 for index \"t_7_idx\" (SQLState 54000)"
                        + " | index row size # exceeds maximum # for index \"t_7_idx\" (SQLState 54000)",
                "7 | invalid input syntax for type integer (SQLState 22023)"
                        + " | invalid input syntax for type integer (SQLState 22023)",
                "7 | owner 0b7d1c2e-1111-4222-8333-0123456789ab is gone | owner # is gone",
                "a.*b | what a.*b is | what # is",
                "$1 | costs $1 | costs #",
            })
    void keysAndFiguresAreNoReasonOfTheirOwn(String key, String error, String common) {
        add(error, key);
        assertThat(groups.groups()).containsExactly(new DeadLetterGroup(common, 1, position(key)));
    }

    @Test
    void theCommonestComesFirstAndEqualOnesByTheirText() {
        add("b 1", "1");
        add("c 1", "2");
        add("a 9", "3");
        add("c 2", "4");
        add("c 3", "5");
        assertThat(groups.groups())
                .containsExactly(
                        new DeadLetterGroup("c #", 3, position("2")),
                        new DeadLetterGroup("a #", 1, position("3")),
                        new DeadLetterGroup("b #", 1, position("1")));
    }

    @Test
    void aKeyOfSeveralColumnsIsReplacedPartByPart() {
        add("acme/42 and acme/42x of acme", "acme", "acme/42");
        assertThat(groups.groups().get(0).error()).isEqualTo("# and #/42x of #");
    }

    private void add(String error, String... key) {
        groups.add(new DeadLetter(1, position(key), error, Instant.EPOCH, null));
    }

    private static Position position(String... key) {
        return new Position(List.of(key));
    }
}
