package io.github.loglane.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimestampRuleTest {

    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
    private static final long NOW_MS = 1_000 * HOUR_MS;

    private final TimestampRule rule = new TimestampRule();

    @Test
    void apply_leavesAllAloneUntilARefusal() {
        assertThat(rule.apply(NOW_MS + 5 * HOUR_MS, NOW_MS, 1)).isEqualTo(NOW_MS + 5 * HOUR_MS);
    }

    @Test
    void refused_anEventOfAFastClockGetsTheCurrentTime() {
        rule.refused(NOW_MS + 2 * HOUR_MS, NOW_MS, 1);
        assertThat(rule.apply(NOW_MS + 2 * HOUR_MS, NOW_MS, 2)).isEqualTo(NOW_MS);
        assertThat(rule.apply(NOW_MS - 5, NOW_MS, 2)).isEqualTo(NOW_MS - 5);
    }

    @Test
    void refused_anOldEventGetsTheCurrentTime() {
        rule.refused(NOW_MS - 48 * HOUR_MS, NOW_MS, 1);
        assertThat(rule.apply(NOW_MS - 48 * HOUR_MS, NOW_MS, 2)).isEqualTo(NOW_MS);
        assertThat(rule.apply(NOW_MS - HOUR_MS, NOW_MS, 2)).isEqualTo(NOW_MS - HOUR_MS);
    }

    @Test
    void refused_currentTimeGoesBackUntilTheBrokerTakesIt() {
        long brokerMs = NOW_MS - 5 * HOUR_MS;
        long sentMs = NOW_MS;
        int refusals = 0;
        while (sentMs > brokerMs + HOUR_MS) {
            rule.refused(sentMs, NOW_MS + 2, 1);
            sentMs = rule.apply(NOW_MS, NOW_MS, 2);
            refusals++;
        }
        assertThat(refusals).isLessThan(6);
    }

    @Test
    void apply_triesAgainAfterAnHour() {
        rule.refused(NOW_MS + 2 * HOUR_MS, NOW_MS, 1);
        assertThat(rule.apply(NOW_MS + 2 * HOUR_MS, NOW_MS, 1 + TimeUnit.MINUTES.toNanos(61)))
                .isEqualTo(NOW_MS + 2 * HOUR_MS);
    }
}
