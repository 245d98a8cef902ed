package io.github.loglane.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        rule.refused(NOW_MS + 2 * HOUR_MS, false, NOW_MS, 1);
        assertThat(rule.apply(NOW_MS + 2 * HOUR_MS, NOW_MS, 2)).isEqualTo(NOW_MS);
        assertThat(rule.apply(NOW_MS - 5, NOW_MS, 2)).isEqualTo(NOW_MS - 5);
    }

    @Test
    void refused_anOldEventGetsTheCurrentTime() {
        rule.refused(NOW_MS - 48 * HOUR_MS, false, NOW_MS, 1);
        assertThat(rule.apply(NOW_MS - 48 * HOUR_MS, NOW_MS, 2)).isEqualTo(NOW_MS);
        assertThat(rule.apply(NOW_MS - HOUR_MS, NOW_MS, 2)).isEqualTo(NOW_MS - HOUR_MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5, 5, -900, 900})
    void refused_currentTimeIsShiftedUntilTheBrokerTakesIt(long brokerAheadHours) {
        long brokerMs = NOW_MS + brokerAheadHours * HOUR_MS;
        long eventMs = NOW_MS - 20;
        long sentMs = eventMs;
        int refusals = 0;
        while (sentMs > brokerMs + HOUR_MS || sentMs < brokerMs - 1_000 * HOUR_MS) {
            assertThat(rule.refused(sentMs, sentMs != eventMs, NOW_MS, 1)).isTrue();
            sentMs = rule.apply(eventMs, NOW_MS, 2);
            assertThat(++refusals).isLessThan(40);
        }
    }

    @Test
    void refused_saysWhenThereIsNoFurtherTimeToTry() {
        int refusals = 0;
        while (rule.refused(NOW_MS, refusals > 0, NOW_MS, 1)) {
            assertThat(++refusals).isLessThan(60);
        }
    }

    @Test
    void refused_anEventAFewMinutesTooOldGetsTheCurrentTime() {
        rule.refused(NOW_MS - HOUR_MS / 10, false, NOW_MS, 1);
        assertThat(rule.apply(NOW_MS - HOUR_MS / 10, NOW_MS, 2)).isEqualTo(NOW_MS);
    }

    @Test
    void apply_triesAgainAfterAnHour() {
        rule.refused(NOW_MS + 2 * HOUR_MS, false, NOW_MS, 1);
        assertThat(rule.apply(NOW_MS + 2 * HOUR_MS, NOW_MS, 1 + TimeUnit.MINUTES.toNanos(61)))
                .isEqualTo(NOW_MS + 2 * HOUR_MS);
    }
}
