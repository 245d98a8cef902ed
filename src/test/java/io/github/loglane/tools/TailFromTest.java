package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TailFromTest {

    private static TailFrom of(String text) {
        return new TailFrom.Converter().convert(text);
    }

    @Test
    void words_areTaken() {
        assertThat(of("beginning").isBeginning()).isTrue();
        assertThat(of("10m").isBeginning()).isFalse();
        assertThat(of("10m").sinceMs(3_600_000)).isEqualTo(3_000_000);
        assertThat(of("now").sinceMs(3_600_000)).isEqualTo(3_600_000);
        assertThat(of("2026-11-23T06:46:00Z").sinceMs(0))
                .isEqualTo(Instant.parse("2026-11-23T06:46:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "10", "0s", "2026-11-23", "2026-11-23T06:46", "Today"})
    void otherWords_areRefused(String text) {
        assertThatThrownBy(() -> of(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageStartingWith("expecting: beginning, now, a time back such as 10m or 1h30m, ")
                .hasMessageEndingWith("found: " + text);
    }
}
