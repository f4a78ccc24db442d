package dev.backfill.testkit.contract;

import dev.backfill.testkit.contract.KeyCase.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What there is to try on MySQL: the same as on MariaDB, without types and collations of that one's own. */
final class MySqlTestValues implements TestValues {
    private static final Set<String> TYPES_OF_MARIA = Set.of("uuid", "inet6");

    private final TestValues maria = new MariaTestValues();

    /** False for types that a database of this kind lacks. */
    static boolean has(TestDialect dialect, String type) {
        return !(dialect instanceof MySqlTestDialect && TYPES_OF_MARIA.contains(type));
    }

    @Override
    public List<KeyCase> keys() {
        return Stream.concat(
                        maria.keys().stream()
                                .filter(key -> !TYPES_OF_MARIA.contains(key.name())
                                        && !key.name().equals("text with spaces at its end")),
                        Stream.of(
                                KeyCase.of(
                                        "text with spaces at its end",
                                        "varchar(40) COLLATE utf8mb4_0900_as_cs",
                                        "concat('x', n DIV 2, CASE WHEN n % 2 = 0 THEN ' ' ELSE '' END)"),
                                KeyCase.of(
                                        "text as a new column has it",
                                        "varchar(40) COLLATE utf8mb4_0900_ai_ci",
                                        MariaTestKeys.WORDS,
                                        Kind.COLLATED)))
                .toList();
    }

    @Override
    public List<Assignment> assignments() {
        return maria.assignments().stream()
                .filter(each -> !TYPES_OF_MARIA.contains(each.type()))
                .toList();
    }

    @Override
    public List<Carried> carried() {
        return maria.carried().stream()
                .filter(each -> !TYPES_OF_MARIA.contains(each.type()))
                .toList();
    }

    @Override
    public List<String> refusals() {
        return maria.refusals();
    }

    @Override
    public List<String> attacks() {
        List<String> attacks = new ArrayList<>(maria.attacks());
        attacks.removeIf(
                attack -> attack.contains("SEQUENCE") || attack.contains("IMMEDIATE") || attack.contains("ATOMIC"));
        attacks.addAll(MariaTestAttacks.ofMySql());
        return attacks;
    }

    @Override
    public List<String> slyProcedure() {
        return maria.slyProcedure();
    }

    @Override
    public List<String> slyFunctions() {
        return maria.slyFunctions();
    }
}
