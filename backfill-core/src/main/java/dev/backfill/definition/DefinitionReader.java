package dev.backfill.definition;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads backfills from YAML, one per file. Immutable; thread-safe if the transforms map is. */
public final class DefinitionReader {
    private final Map<String, Transform> transforms;
    private final Set<String> databases;

    /**
     * @param transforms by the name that definitions use
     * @param databases names of the configured databases
     */
    public DefinitionReader(Map<String, Transform> transforms, Set<String> databases) {
        this.transforms = Map.copyOf(transforms);
        this.databases = Set.copyOf(databases);
    }

    /**
     * @param file as messages should name it
     * @throws DefinitionException with every mistake of the file, by line
     */
    public Backfill read(String file, String yaml) {
        Mistakes mistakes = new Mistakes(file);
        return new BackfillForm(transforms, databases, mistakes).read(new YamlMap(root(yaml, mistakes), "", mistakes));
    }

    /**
     * Reads the {@code .yaml} and {@code .yml} files of the folder, not of its subfolders. A file with mistakes does not
     * keep the others from being used.
     *
     * @throws BackfillException if the folder cannot be read
     */
    public Definitions readFolder(Path folder) {
        List<Backfill> backfills = new ArrayList<>();
        List<Definitions.Broken> broken = new ArrayList<>();
        for (Path path : files(folder)) {
            String file = path.toString();
            String yaml = "";
            try {
                yaml = text(path);
                backfills.add(read(file, yaml));
            } catch (DefinitionException e) {
                broken.add(new Definitions.Broken(file, declaredName(yaml), e));
            }
        }
        return Definitions.of(backfills, broken);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path ->
                            path.toString().endsWith(".yaml") || path.toString().endsWith(".yml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "the folder of definitions cannot be read: " + folder,
                    "create it, or point backfill.definitions at the right one",
                    e);
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw unreadable(path, "bytes that are not UTF-8", "a text file in UTF-8");
        } catch (IOException e) {
            throw unreadable(path, "a file that cannot be read", "a file that this user may read");
        }
    }

    private static DefinitionException unreadable(Path path, String found, String expected) {
        return new DefinitionException(List.of(new DefinitionException.Mistake(path.toString(), found, expected)));
    }

    private static MappingNode root(String yaml, Mistakes mistakes) {
        try {
            Node node = compose(yaml);
            if (node instanceof MappingNode mapping && mapping.getTag().equals(Tag.MAP)) {
                return mapping;
            }
            mistakes.add(
                    node == null ? 1 : YamlMap.lineOf(node),
                    node == null ? "an empty file" : "YAML that is not a mapping",
                    "a backfill: name, database, table and the work to do");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            mistakes.add(line, "YAML that does not parse: " + e.getProblem(), "one valid YAML document");
        } catch (ReaderException e) {
            int line = 1
                    + (int) yaml.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            mistakes.add(line, String.format("the character U+%04X", e.getCodePoint()), "printable characters");
        } catch (YAMLException e) {
            mistakes.add(1, "YAML that does not parse: " + Shown.text(String.valueOf(e.getMessage())), "one document");
        }
        throw mistakes.exception();
    }

    private static @Nullable Node compose(String yaml) {
        return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
    }

    /** The name that a broken file still says it has; empty if not even that can be read. */
    private static String declaredName(String yaml) {
        try {
            if (compose(yaml) instanceof MappingNode mapping) {
                return mapping.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals("name"))
                        .map(entry -> entry.getValueNode() instanceof ScalarNode value ? value.getValue() : "")
                        .findFirst()
                        .orElse("");
            }
        } catch (YAMLException e) {
            return "";
        }
        return "";
    }
}
