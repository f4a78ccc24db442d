package dev.backfill.jobs.library;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Splits {@code full_name} into {@code first_name} and {@code last_name}; see {@link PersonName} for how. */
@Configuration(proxyBeanMethods = false)
class FullNameSplit {
    private static final String NAME = "full-name-split";

    @Bean(NAME)
    static Transform fullNameSplit() {
        return new Split();
    }

    @Bean
    static Backfill usersFullName() {
        return Backfill.builder(
                        "users-full-name", "app", new TableName(null, "users"), new Work.Rows(NAME, fullNameSplit()))
                .description("Split full_name into first_name and last_name as people write names")
                .where("first_name IS NULL AND full_name IS NOT NULL")
                .build();
    }

    private record Split() implements Transform {
        @Override
        public List<String> reads() {
            return List.of("full_name");
        }

        @Override
        public List<String> writes() {
            return List.of("first_name", "last_name");
        }

        @Override
        public Outcome apply(Row row) {
            String fullName = row.text("full_name");
            if (fullName == null) {
                return new Outcome.Unchanged();
            }
            PersonName name = PersonName.parse(fullName);
            if (name == null) {
                return new Outcome.Rejected("full_name has no letter in it");
            }
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("first_name", name.first());
            values.put("last_name", name.last());
            return new Outcome.Changed(values);
        }
    }
}
