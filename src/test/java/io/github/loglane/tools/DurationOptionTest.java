package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationOptionTest {

    @ParameterizedTest
    @CsvSource({"30s, PT30S", "15m, PT15M", "1h30m, PT1H30M", "2d, PT48H", "90m, PT1H30M", "1d1s, PT24H1S"})
    void times_areRead(String text, Duration expected) {
        assertThat(new DurationOption().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "15", "-1m", "15 m", "1.5h", "30m1h", "PT15M", "9999d", "999999999999s"})
    void otherTexts_areRefused(String text) {
        assertThatThrownBy(() -> new DurationOption().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("expecting: a time such as 30s, 15m, 1h30m or 2d")
                .hasMessageEndingWith("found: " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, 30s",
        "PT15M, 15m",
        "PT14M59S, 14m59s",
        "PT1H0M30S, 1h",
        "PT49H5M, 2d1h",
        "PT0S, 0s",
        "PT-3S, 0s"
    })
    void times_areShownInTheirTwoLargestUnits(Duration duration, String expected) {
        assertThat(DurationOption.text(duration)).isEqualTo(expected);
    }
}
