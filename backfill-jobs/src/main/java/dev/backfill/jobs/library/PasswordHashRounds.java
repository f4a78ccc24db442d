package dev.backfill.jobs.library;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tags each password hash with its scheme and its number of rounds, so that weak ones can be found and renewed. */
@Configuration(proxyBeanMethods = false)
class PasswordHashRounds {
    private static final String NAME = "password-hash-rounds";

    @Bean(NAME)
    static Transform passwordHashRounds() {
        return new Tag();
    }

    @Bean
    static Backfill usersPasswordRounds() {
        return Backfill.builder(
                        "users-password-rounds",
                        "app",
                        new TableName(null, "users"),
                        new Work.Rows(NAME, passwordHashRounds()))
                .description("Tag each password hash with its scheme and rounds")
                .where("password_rounds IS NULL AND password_hash IS NOT NULL")
                .build();
    }

    private record Tag() implements Transform {
        @Override
        public List<String> reads() {
            return List.of("password_hash");
        }

        @Override
        public List<String> writes() {
            return List.of("password_scheme", "password_rounds");
        }

        @Override
        public Outcome apply(Row row) {
            String hash = row.text("password_hash");
            if (hash == null) {
                return new Outcome.Unchanged();
            }
            return HashCost.parse(hash)
                    .<Outcome>map(cost -> new Outcome.Changed(
                            Map.of("password_scheme", cost.scheme(), "password_rounds", cost.rounds())))
                    .orElseGet(() -> new Outcome.Rejected("password_hash is of an unknown format"));
        }
    }
}
