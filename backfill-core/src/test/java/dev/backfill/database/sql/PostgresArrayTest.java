package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresArrayTest {
    @Test
    void quotesEverythingButNull() {
        PostgresArray array = new PostgresArray(5);
        array.add("1");
        array.add(null);
        array.add("NULL");
        array.add("a\"b\\c,{}");
        array.add("");
        assertThat(array).hasToString("{\"1\",NULL,\"NULL\",\"a\\\"b\\\\c,{}\",\"\"}");
    }

    @Test
    void isEmptyWithoutElements() {
        assertThat(new PostgresArray(0)).hasToString("{}");
    }
}
