package dev.backfill.jobs.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class LibraryTest {
    @Test
    void everyFileIsAmongTheBeans() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Library.class)) {
            assertThat(context.getBeansOfType(Backfill.class).values())
                    .extracting(Backfill::name)
                    .containsExactlyInAnyOrder("users-email-verified", "users-full-name", "users-password-rounds");
            assertThat(context.getBeansOfType(Transform.class))
                    .containsOnlyKeys("full-name-split", "password-hash-rounds");
        }
    }

    @Test
    void aNameIsSplitRejectedOrLeft() {
        Transform split = FullNameSplit.fullNameSplit();

        Map<String, @Nullable Object> one = new HashMap<>();
        one.put("first_name", "Cher");
        one.put("last_name", null);
        assertThat(split.apply(row("full_name", "Cher"))).isEqualTo(new Outcome.Changed(one));
        assertThat(split.apply(row("full_name", "--")))
                .isEqualTo(new Outcome.Rejected("full_name has no letter in it"));
        assertThat(split.apply(row("full_name", null))).isEqualTo(new Outcome.Unchanged());
    }

    @Test
    void aHashIsTaggedRejectedOrLeft() {
        Transform tag = PasswordHashRounds.passwordHashRounds();

        assertThat(tag.apply(row("password_hash", "$2a$10$abc")))
                .isEqualTo(new Outcome.Changed(Map.of("password_scheme", "bcrypt", "password_rounds", 1024)));
        assertThat(tag.apply(row("password_hash", "hunter2")))
                .isEqualTo(new Outcome.Rejected("password_hash is of an unknown format"));
        assertThat(tag.apply(row("password_hash", null))).isEqualTo(new Outcome.Unchanged());
    }

    private static Row row(String column, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(column, value);
        return new Row(values);
    }
}
