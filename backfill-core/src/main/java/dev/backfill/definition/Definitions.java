package dev.backfill.definition;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The backfills of an application, and the files that should be one but have mistakes. Immutable. */
public final class Definitions {
    /**
     * A definition with mistakes.
     *
     * @param name that it declares; empty if not even that can be read
     */
    public record Broken(String file, String name, DefinitionException mistakes) {}

    private final List<Backfill> backfills;
    private final List<Broken> broken;

    private Definitions(List<Backfill> backfills, List<Broken> broken) {
        this.backfills = backfills;
        this.broken = broken;
    }

    /** Backfills that share a name, with one another or with a broken file, are all broken: nobody knows which is meant. */
    static Definitions of(Collection<Backfill> backfills, Collection<Broken> broken) {
        Map<String, List<String>> places = new TreeMap<>();
        for (Backfill backfill : backfills) {
            places.computeIfAbsent(backfill.name(), name -> new ArrayList<>()).add(at(backfill));
        }
        for (Broken file : broken) {
            if (places.containsKey(file.name())) {
                places.get(file.name()).add(file.file());
            }
        }
        List<Backfill> good = new ArrayList<>();
        List<Broken> bad = new ArrayList<>(broken);
        for (Backfill backfill : backfills) {
            List<String> others = new ArrayList<>(places.getOrDefault(backfill.name(), List.of()));
            others.remove(at(backfill));
            if (others.isEmpty()) {
                good.add(backfill);
            } else {
                bad.add(new Broken(backfill.source().file(), backfill.name(), taken(backfill, others)));
            }
        }
        good.sort(Comparator.comparing(Backfill::name));
        bad.sort(Comparator.comparing(Broken::file));
        return new Definitions(List.copyOf(good), List.copyOf(bad));
    }

    /** These and the ones built in Java. */
    public Definitions with(Collection<Backfill> built) {
        List<Backfill> all = new ArrayList<>(backfills);
        all.addAll(built);
        return of(all, broken);
    }

    /** Those without mistakes, by name. */
    public List<Backfill> backfills() {
        return backfills;
    }

    /** Those with mistakes, by file. */
    public List<Broken> broken() {
        return broken;
    }

    /**
     * @throws DefinitionException if any definition has mistakes; with those of all
     */
    public List<Backfill> all() {
        if (!broken.isEmpty()) {
            throw merged(broken);
        }
        return backfills;
    }

    /**
     * @throws DefinitionException if the definition of that name has mistakes; those of others do not matter
     * @throws BackfillException if there is none of that name
     */
    public Backfill get(String name) {
        List<Broken> own =
                broken.stream().filter(file -> file.name().equals(name)).toList();
        if (!own.isEmpty()) {
            throw merged(own);
        }
        return backfills.stream()
                .filter(backfill -> backfill.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private BackfillException unknown(String name) {
        List<String> known = backfills.stream().map(Backfill::name).toList();
        List<String> nameless = broken.stream()
                .filter(file -> file.name().isEmpty())
                .map(Broken::file)
                .toList();
        String unread = nameless.isEmpty() ? "" : "; no name could be read from " + String.join(", ", nameless);
        return new BackfillException(
                ErrorCode.BACKFILL_NOT_FOUND,
                "there is no backfill " + Shown.text(name) + unread,
                "the backfills are: " + Nearest.list(name, known));
    }

    private static DefinitionException merged(List<Broken> broken) {
        return new DefinitionException(broken.stream()
                .flatMap(file -> file.mistakes().mistakes().stream())
                .toList());
    }

    private static DefinitionException taken(Backfill backfill, List<String> others) {
        return new DefinitionException(List.of(new DefinitionException.Mistake(
                at(backfill),
                Shown.text("name: " + backfill.name()),
                "a name of its own; also used by " + String.join(", ", others))));
    }

    private static String at(Backfill backfill) {
        return backfill.source().at("name");
    }
}
