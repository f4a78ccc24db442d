package dev.backfill.jobs.library;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stored password hash says about its own cost; only the prefix is read.
 *
 * @param scheme such as {@code bcrypt}
 * @param rounds how often the function is applied: for bcrypt two to the power of its cost
 */
record HashCost(String scheme, int rounds) {
    /** Cost 31 is legal, would take weeks, and does not fit an {@code integer} column. */
    private static final int MAX_BCRYPT_COST = 30;

    private static final Pattern SPRING_PREFIX = Pattern.compile("^\\{[A-Za-z0-9@_.-]+}");

    /** The scheme may come from the hash (group {@code scheme}); the rounds are its one number. */
    private static final List<Pattern> LINEAR = List.of(
            Pattern.compile("^\\$(?<scheme>argon2(?:id|i|d))\\$(?:v=\\d+\\$)?m=\\d+,t=(?<rounds>\\d+),p=\\d+\\$.+"),
            Pattern.compile("^\\$?(?<scheme>pbkdf2)[-_:][a-z0-9-]+[$:](?:i=)?(?<rounds>\\d+)[$,].+"),
            Pattern.compile("^\\$?(?<scheme>pbkdf2)\\$(?<rounds>\\d+)\\$.+"),
            Pattern.compile("^\\$[56]\\$rounds=(?<rounds>\\d+)\\$.+"));

    private static final Pattern BCRYPT = Pattern.compile("^\\$2[abxy]?\\$(?<cost>\\d\\d)\\$.+");
    /** What crypt(3) does if the hash does not say. */
    private static final Pattern SHA_CRYPT_DEFAULT = Pattern.compile("^\\$[56]\\$(?!rounds=)[^$]*\\$.+");

    private static final int SHA_CRYPT_DEFAULT_ROUNDS = 5000;

    static Optional<HashCost> parse(String stored) {
        String hash = SPRING_PREFIX.matcher(stored).replaceFirst("");
        Matcher bcrypt = BCRYPT.matcher(hash);
        if (bcrypt.matches()) {
            int cost = Integer.parseInt(bcrypt.group("cost"));
            return cost < 4 || cost > MAX_BCRYPT_COST
                    ? Optional.empty()
                    : Optional.of(new HashCost("bcrypt", 1 << cost));
        }
        if (SHA_CRYPT_DEFAULT.matcher(hash).matches()) {
            return Optional.of(new HashCost("sha-crypt", SHA_CRYPT_DEFAULT_ROUNDS));
        }
        return LINEAR.stream()
                .map(pattern -> pattern.matcher(hash))
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(HashCost::linear);
    }

    private static Optional<HashCost> linear(Matcher matcher) {
        String scheme = matcher.pattern().pattern().contains("<scheme>") ? matcher.group("scheme") : "sha-crypt";
        try {
            int rounds = Integer.parseInt(matcher.group("rounds"));
            return rounds < 1 ? Optional.empty() : Optional.of(new HashCost(scheme, rounds));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
