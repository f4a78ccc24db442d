package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A table of users for each test, and an empty one of people to copy them into. */
abstract class CopySuite extends EngineContract {
    static final int ROWS = 400;

    @BeforeEach
    final void tables() {
        database.run("CREATE TABLE people (person_id bigint PRIMARY KEY, name text, visits int)");
        database.create(
                "users",
                "id int PRIMARY KEY, full_name text, visits int NOT NULL",
                ROWS,
                "n, CASE WHEN n % 10 = 0 THEN NULL ELSE concat('n', n) END, n");
    }

    static Backfill.Builder copy(OnConflict onConflict, String... columnsAndExpressions) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndExpressions.length; i += 2) {
            columns.put(columnsAndExpressions[i], columnsAndExpressions[i + 1]);
        }
        Work work = new Work.Copy(TableName.parse("people"), columns, onConflict);
        return Backfill.builder("fill", "app", TableName.parse("users"), work).chunk(chunks(7, 100));
    }

    static Backfill.Builder people(OnConflict onConflict) {
        return copy(onConflict, "person_id", "id", "name", "upper(full_name)", "visits", "visits");
    }

    final List<@Nullable String> rows(String columns, String table) {
        return database.list("SELECT concat_ws('|', " + columns + ", 'end') FROM " + table + " ORDER BY 1");
    }

    final void assertCopied() {
        assertThat(rows("person_id, name, visits", "people")).isEqualTo(rows("id, upper(full_name), visits", "users"));
    }
}
