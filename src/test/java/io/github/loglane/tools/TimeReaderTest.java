package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** It takes what {@link Instant#parse} takes, in whatever order the texts come. */
class TimeReaderTest {

    private final TimeReader times = new TimeReader();

    @Test
    void instants_areReadToTheNanosecond() {
        for (String text : List.of(
                "2026-11-23T06:46:01.151194757Z",
                "2026-11-23T06:46:01.151194758Z",
                "2026-11-23T06:46:01.1Z",
                "2026-11-23T06:46:01Z",
                "2026-11-23T06:46:01.000000001Z",
                "2026-11-23T06:46:02.5Z",
                "1969-12-31T23:59:59.25Z",
                "1969-12-31T23:59:59.75Z")) {
            assertThat(times.read(text)).as(text).isEqualTo(Instant.parse(text));
        }
    }

    @Test
    void otherTexts_areNone() {
        assertThat(times.read("2026-11-23T06:46:01.5Z")).isNotNull();
        for (String text : List.of(
                "",
                "Z",
                "yesterday",
                "2026-11-23T06:46:01.x5Z",
                "2026-11-23T06:46:01.1234567890Z",
                "2026-11-23T06:46:01,5Z",
                "2026-11-23")) {
            assertThat(times.read(text)).as(text).isNull();
        }
    }
}
