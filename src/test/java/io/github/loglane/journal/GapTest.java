package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.DropCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapTest {

    @Test
    void parse_readsWhatToStringWrites() {
        long[] counts = new long[DropCause.values().length];
        counts[DropCause.FULL.code()] = 3;
        counts[DropCause.SHED.code()] = 2;
        Gap gap = new Gap(5, 9, counts);
        assertThat(gap).hasToString("5-9;full=3;shed=2");
        assertThat(Gap.parse("5-9;full=3;shed=2").orElseThrow()).hasToString(gap.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "5-9", "5-9;full=4", "9-5;full=3", "0-1;full=2", "a-b;full=1", "5-5;none=1", "5-5;full"
            })
    void parse_refusesWhatIsNone(String text) {
        assertThat(Gap.parse(text)).isEmpty();
    }
}
