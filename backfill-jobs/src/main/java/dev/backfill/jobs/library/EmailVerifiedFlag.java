package dev.backfill.jobs.library;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fills the flag {@code email_verified} from the date of the confirmation, so that it can become NOT NULL. */
@Configuration(proxyBeanMethods = false)
class EmailVerifiedFlag {
    @Bean
    static Backfill usersEmailVerified() {
        return Backfill.builder(
                        "users-email-verified",
                        "app",
                        new TableName(null, "users"),
                        new Work.Set(Map.of("email_verified", "email_confirmed_at IS NOT NULL")))
                .description("Fill email_verified, so that it can become NOT NULL")
                .where("email_verified IS NULL")
                .checks(List.of(new Check(
                        "no user without the flag", "SELECT count(*) FROM users WHERE email_verified IS NULL", "0")))
                .build();
    }
}
