package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Limits;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows from another database that are too large for a packet as JSON, and some that are too large as they are. */
abstract class MariaLargeCopyContract extends CopyFromGround {
    private static final int PACKET = 1 << 20;
    /** Quotes, each of which takes four bytes as JSON in a statement. */
    private static final int LARGE = 400_000;

    private static final int TOO_LARGE = 1_200_000;
    private long packet;

    @BeforeEach
    void large() {
        packet = database.number("SELECT @@GLOBAL.max_allowed_packet");
        database.run("ALTER TABLE people MODIFY name longtext, ADD bytes longblob");
        write(LARGE, "id IN (3, 5, 211)");
        // of every connection that is opened from now on
        database.run("SET GLOBAL max_allowed_packet = " + PACKET);
    }

    @AfterEach
    void restore() {
        database.run("SET GLOBAL max_allowed_packet = " + packet);
    }

    private void write(int quotes, String where) {
        legacy.run("UPDATE users SET full_name = replace(hex(zeroblob(" + quotes / 2 + ")), '0', '\"') WHERE " + where);
    }

    private static Backfill people(int deadLetters) {
        Work work = new Work.Copy(
                "legacy",
                TableName.parse("people"),
                Map.of("person_id", "id", "name", "full_name", "visits", "visits", "bytes", "CAST(full_name AS blob)"),
                OnConflict.UPDATE);
        return Backfill.builder("fill", "app", TableName.parse("users"), work)
                .chunk(chunks(7, 100))
                .limits(new Limits(null, deadLetters))
                .build();
    }

    private List<String> large(int quotes) {
        return database.list("SELECT person_id FROM people WHERE octet_length(name) = " + quotes
                + " AND replace(name, '\"', '') = '' AND bytes = CAST(name AS BINARY) ORDER BY person_id");
    }

    @Test
    void arriveAsTheyAre() {
        run(people(0));

        assertThat(large(LARGE)).containsExactly("3", "5", "211");
        assertThat(database.number("SELECT count(*) FROM people")).isEqualTo(ROWS);
    }

    @Test
    void areMendedAndOverwrittenWhereTheyAreOtherwise() {
        RunStatus first = run(people(0));
        database.run(
                "UPDATE people SET name = 'x' WHERE person_id IN (3, 4)", "DELETE FROM people WHERE person_id = 5");

        RunStatus failed = both().verify(first.run(), people(0), DEAF);
        assertThat(check(failed.verification(), "copied").state()).isEqualTo(Verification.State.FAILED);
        RunStatus repaired = repair(first, people(0));

        assertRows(repaired, 3, 3, 0);
        assertThat(large(LARGE)).containsExactly("3", "5", "211");
    }

    @Test
    void areDeadLettersIfTheyAreTooLargeEvenSo() {
        write(TOO_LARGE, "id = 7");

        RunStatus status = run(people(1));

        assertRows(status, ROWS, ROWS - 1, 1);
        DeadLetter letter = engine().deadLetters(status.run(), 10).get(0);
        assertThat(letter.key().parts()).containsExactly("7");
        assertThat(letter.error()).contains("too large for the server").contains("max_allowed_packet");
        assertThat(large(LARGE)).containsExactly("3", "5", "211");
    }
}
