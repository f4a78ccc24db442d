package dev.backfill.jobs.library;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The backfills and transforms written in Java. To add one: write its file beside this one and name it here. A {@code
 * Backfill} bean is listed beside the YAML definitions; a {@code Transform} bean is what YAML refers to by {@code
 * transform: bean-name}.
 */
@Configuration(proxyBeanMethods = false)
@Import({EmailVerifiedFlag.class, FullNameSplit.class, PasswordHashRounds.class})
public class Library {}
