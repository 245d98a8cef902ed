package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "12 B, 12",
        "256KB, 262144",
        "256 kib, 262144",
        "32 MiB, 33554432",
        "'  1m ', 1048576",
        "2G, 2147483648",
        "1 TiB, 1099511627776"
    })
    void size_hasAnOptionalUnitOf1024(String text, long bytes) {
        assertThat(ByteSize.parse("journalBytes", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "1.5 GB", "much", "KB", "1 XB", "9999999999999 TB", "99999999999999999999", "1 i", ""})
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse("journalBytes", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journalBytes")
                .hasMessageContaining("expecting: ")
                .hasMessageEndingWith("found: " + text);
    }

    @Test
    void largestSize_doesNotOverflow() {
        assertThat(ByteSize.parse("journalBytes", "8388607 TiB")).isPositive();
    }
}
