package dev.backfill.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a definition names a transform. */
final class TransformForm {
    private final Map<String, Transform> transforms;
    private final Mistakes mistakes;

    TransformForm(Map<String, Transform> transforms, Mistakes mistakes) {
        this.transforms = transforms;
        this.mistakes = mistakes;
    }

    /**
     * @param path of the mapping's properties, such as {@code copy.}
     * @return null if there is none, or none that is known, which was reported
     */
    Work.@Nullable Rows read(YamlMap map, String path) {
        String name = map.text("transform", "the name of a transform");
        Transform transform = name == null ? null : transforms.get(name);
        if (name == null || transform == null) {
            if (name != null) {
                mistakes.mistake(
                        path + "transform",
                        "unknown transform " + Shown.text(name),
                        "one of the known transforms: " + Nearest.list(name, transforms.keySet()));
            }
            return null;
        }
        return new Work.Rows(name, transform);
    }
}
