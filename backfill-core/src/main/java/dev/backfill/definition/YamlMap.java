package dev.backfill.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One YAML mapping, read property by property. What is not of the wanted kind is reported and read as missing. */
final class YamlMap {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private final String path;
    private final int line;
    private final Mistakes mistakes;
    private final Map<String, Node> values = new LinkedHashMap<>();

    YamlMap(MappingNode node, String path, Mistakes mistakes) {
        this.path = path;
        this.line = lineOf(node);
        this.mistakes = mistakes;
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                mistakes.add(lineOf(entry.getKeyNode()), "a property whose name is not text", "name: value");
                continue;
            }
            int at = lineOf(key);
            if (values.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
                int first = mistakes.lineOf(path + key.getValue());
                mistakes.add(at, "a second " + Shown.text(key.getValue()), "it once; the first is in line " + first);
            } else {
                mistakes.line(path + key.getValue(), at);
            }
        }
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    int line() {
        return line;
    }

    Set<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    void refuseOthers(List<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String likely = Nearest.to(key, known)
                        .map(name -> "\"" + name + "\" (or one of " + String.join(", ", known) + ")")
                        .orElse("one of " + String.join(", ", known));
                mistakes.add(mistakes.lineOf(path + key), "unknown property " + Shown.text(key), likely);
            }
        }
    }

    /** Like {@link #text}, and reports it if there is none. */
    @Nullable
    String required(String key, String what) {
        require(key, what);
        return text(key, what);
    }

    /** Reports it if there is none. */
    void require(String key, String what) {
        if (!values.containsKey(key)) {
            mistakes.add(line, "no " + Shown.text(key), what);
        }
    }

    @Nullable
    String text(String key, String what) {
        Node node = values.get(key);
        return node == null ? null : scalar(node, key, what);
    }

    /** What stands there, reporting nothing; empty if it is not one text. */
    String plain(String key) {
        return values.get(key) instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private @Nullable String scalar(Node node, String key, String what) {
        boolean plain = node instanceof ScalarNode && node.getTag().startsWith(Tag.PREFIX);
        if (!plain || ((ScalarNode) node).getValue().isBlank()) {
            mistakes.add(lineOf(node), kind(node) + " for " + Shown.text(key), what);
            return null;
        }
        return ((ScalarNode) node).getValue();
    }

    /** Like {@link #text}, and reports what has another form. */
    @Nullable
    Matcher matching(Pattern form, String key, String what) {
        String text = text(key, what);
        Matcher matcher = text == null ? null : form.matcher(text);
        if (matcher != null && !matcher.matches()) {
            mistakes.add(mistakes.lineOf(path + key), Shown.text(key + ": " + text), what);
            return null;
        }
        return matcher;
    }

    @Nullable
    Double decimal(String key, String what) {
        Matcher number = matching(DECIMAL, key, what);
        return number == null ? null : Double.valueOf(number.group());
    }

    @Nullable
    Duration duration(String key, String what) {
        Matcher parts = matching(DURATION, key, what);
        if (parts == null) {
            return null;
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private @Nullable Long number(String key, String what) {
        Matcher number = matching(WHOLE_NUMBER, key, what);
        return number == null ? null : Long.valueOf(number.group());
    }

    @Nullable
    Integer integer(String key, String what) {
        Long number = number(key, what);
        if (number != null && number.intValue() != number) {
            mistakes.add(mistakes.lineOf(path + key), Shown.text(key + ": " + number), what);
            return null;
        }
        return number == null ? null : Integer.valueOf(number.intValue());
    }

    @Nullable
    YamlMap map(String key, String what) {
        Node node = values.get(key);
        return node == null ? null : map(node, path + key, key, what);
    }

    private @Nullable YamlMap map(Node node, String at, String key, String what) {
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return new YamlMap(mapping, at + ".", mistakes);
        }
        mistakes.add(lineOf(node), kind(node) + " for " + Shown.text(key), what);
        return null;
    }

    /** The texts of a list; a single text counts as a list of one. */
    List<String> texts(String key, String what) {
        Node node = values.get(key);
        List<String> texts = new ArrayList<>();
        if (node instanceof SequenceNode list && !list.getValue().isEmpty()) {
            for (Node item : list.getValue()) {
                String text = scalar(item, key, what);
                if (text != null) {
                    texts.add(text);
                }
            }
        } else if (node != null) {
            String text = scalar(node, key, what);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    List<YamlMap> maps(String key, String what) {
        Node node = values.get(key);
        List<YamlMap> maps = new ArrayList<>();
        if (node instanceof SequenceNode list && !list.getValue().isEmpty()) {
            for (Node item : list.getValue()) {
                String at = path + key + "." + maps.size();
                mistakes.line(at, lineOf(item));
                YamlMap map = map(item, at, key, what);
                if (map != null) {
                    maps.add(map);
                }
            }
        } else if (node != null) {
            mistakes.add(lineOf(node), kind(node) + " for " + Shown.text(key), what);
        }
        return maps;
    }

    private static String kind(Node node) {
        if (!node.getTag().startsWith(Tag.PREFIX)) {
            return "the YAML tag " + Shown.text(node.getTag().getValue());
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().isEmpty() ? "an empty list" : "a list";
        }
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        String text = ((ScalarNode) node).getValue();
        return text.isBlank() ? "nothing" : Shown.text(text);
    }
}
