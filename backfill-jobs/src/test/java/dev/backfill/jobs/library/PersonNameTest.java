package dev.backfill.jobs.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            Ada Lovelace               | Ada            | Lovelace
            Cher                       | Cher           | -
            Mary Ann Evans             | Mary Ann       | Evans
            Martin Luther King Jr.     | Martin Luther  | King Jr.
            Sammy Davis, Jr.           | Sammy          | Davis, Jr.
            Henry Louis Gates III      | Henry Louis    | Gates III
            Jane Brown, PhD            | Jane           | Brown, PhD
            Jane Brown Ph.D.           | Jane           | Brown Ph.D.
            John Doe Jr. MD            | John           | Doe Jr. MD
            Madonna III                | Madonna        | III
            Ludwig van Beethoven       | Ludwig         | van Beethoven
            Anna van der Berg          | Anna           | van der Berg
            Oscar de la Renta          | Oscar          | de la Renta
            Charles De Gaulle          | Charles        | De Gaulle
            Van Morrison               | Van            | Morrison
            de la Cruz                 | de             | la Cruz
            José Ortega y Gasset       | José           | Ortega y Gasset
            Lovelace, Ada              | Ada            | Lovelace
            van der Berg, Anna Maria   | Anna Maria     | van der Berg
            Conan O'Brien              | Conan          | O'Brien
            Anne-Marie Müller-Lüden    | Anne-Marie     | Müller-Lüden
            王小明                      | 王小明          | -
            山田 太郎                   | 太郎            | 山田
            山田　太郎                  | 太郎            | 山田
            김 철수                     | 철수            | 김
            محمد بن سلمان              | محمد           | بن سلمان
            Владимир Путин             | Владимир       | Путин
            Zoe\u0308 Zalgo\u0302      | Zoe\u0308      | Zalgo\u0302
            'Madonna,'                 | 'Madonna,'     | -
            """)
    void splitsAsPeopleWriteNames(String text, String first, @Nullable String last) {
        assertThat(PersonName.parse(text)).isEqualTo(new PersonName(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  Ada \t  Lovelace ",
                "Ada\u00A0Lovelace",
                "Ada\nLovelace",
                "\uFEFFAda Lovelace",
                "Ada\u200B Lovelace"
            })
    void makesOneSpaceOfAnyRunOfWhiteSpace(String text) {
        assertThat(PersonName.parse(text)).isEqualTo(new PersonName("Ada", "Lovelace"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00A0", "-", "???", "123", ","})
    void isNoNameWithoutALetter(String text) {
        assertThat(PersonName.parse(text)).isNull();
    }
}
