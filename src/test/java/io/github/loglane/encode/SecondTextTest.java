package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecondTextTest {

    private static final long SEED = 8_2026;
    private static final long YEAR_10000 =
            Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();
    private static final int SECONDS = 100_000;

    @Test
    void text_isThatOfInstant() {
        Random random = new Random(SEED);
        for (int i = 0; i < SECONDS; i++) {
            // beyond both ends of what is written without a formatter, too
            long second = random.nextLong(-YEAR_10000 / 4, YEAR_10000 + YEAR_10000 / 4);
            assertThat(new String(SecondText.of(second).utf8(), StandardCharsets.US_ASCII))
                    .as("seed %d", SEED)
                    .isEqualTo(Instant.ofEpochSecond(second).toString().replace('Z', '.'));
        }
    }
}
