package dev.backfill.jobs.acceptance;

import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Splits {@code dimensions} into numbers; see {@link Dimensions} for how. No text is no mistake: nobody has measured. */
@Configuration(proxyBeanMethods = false)
class ArtworkDimensions {
    @Bean("artwork-dimensions")
    static Transform artworkDimensions() {
        return new Split();
    }

    private record Split() implements Transform {
        @Override
        public List<String> reads() {
            return List.of("dimensions");
        }

        @Override
        public List<String> writes() {
            return List.of("height_mm", "width_mm", "depth_mm");
        }

        @Override
        public Outcome apply(Row row) {
            String text = row.text("dimensions");
            if (text == null || text.isBlank()) {
                return new Outcome.Unchanged();
            }
            Dimensions dimensions = Dimensions.parse(text);
            return dimensions instanceof Dimensions.Size size
                    ? changed(size)
                    : new Outcome.Rejected(((Dimensions.Missing) dimensions).reason());
        }

        private static Outcome changed(Dimensions.Size size) {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("height_mm", size.height());
            values.put("width_mm", size.width());
            values.put("depth_mm", size.depth());
            return new Outcome.Changed(values);
        }
    }
}
