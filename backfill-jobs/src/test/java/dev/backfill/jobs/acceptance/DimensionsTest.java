package dev.backfill.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.acceptance.Dimensions.Missing;
import dev.backfill.jobs.acceptance.Dimensions.Size;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DimensionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        support: 650 x 810 x 19 mm~frame: 743 x 904 x 70 mm      | 650 810 19
        frame: 542 x 455 x 20 mm~image: 395 x 316 mm             | 395 316
        frame: 1539 x 1843 x 45 mm                               | 1539 1843 45
        object: 160 x 420 x 160 mm, 2 kg                         | 160 420 160
        displayed:600x605x35mm                                   | 600 605 35
        support: 152 mm x 190 mm~frame: 254 x 297 x 68 mm        | 152 190
        frame: 400 x 1220 mm x 17                                | 400 1220 17
        support: 2500 × 3000 × 1,5 mm                            | 2500 3000 1.5
        image (x 9 @): 467.5 x 467 mm                            | 467.5 467
        3400 x 760 x 370                                         | 3400 760 370
        displayed: 300 x 300 mm, Diameter 3000mm                 | 300 300
        duration: 4min, 53sec~projection: 2250 x 3000 mm         | 2250 3000
        Two items:~support (photograph): 320 x 495 mm            | 320 495
        object, each: 70 x 35 mm~overall dimensions variable     | 70 35
        """)
    void aSizeIsFound(String text, String numbers) {
        assertThat(Dimensions.parse(text.replace("~", "\r\n")))
                .isInstanceOfSatisfying(
                        Size.class, size -> assertThat(shown(size)).isEqualTo(numbers));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        Overall display dimensions variable                   | VARIABLE
        duration: 4 min~overall display dimensions variable   | VARIABLE
        10.5ft x 20 x 10 -overall display dimensions          | OTHER_UNIT
        duration: 6min, 32sec                                 | DURATION
        object (diameter): 100 mm                             | ONE_NUMBER
        unconfirmed                                           | NO_NUMBER
        """)
    void aMissingSizeSaysWhy(String text, Missing why) {
        assertThat(Dimensions.parse(text.replace("~", "\r\n"))).isEqualTo(why);
    }

    @ParameterizedTest
    @EnumSource
    void aReasonQuotesNothing(Missing missing) {
        assertThat(missing.reason()).doesNotContainPattern("\\d");
    }

    private static String shown(Size size) {
        return Stream.of(size.height(), size.width(), size.depth())
                .filter(n -> n != null)
                .map(n -> n.toPlainString())
                .collect(Collectors.joining(" "));
    }
}
