package io.github.loglane.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusReporterTest {

    private long nowNanos;
    private final List<String> lines = new ArrayList<>();
    private final StatusReporter reporter =
            new StatusReporter("app", (grade, line) -> lines.add(grade + " " + line), () -> nowNanos);

    @Test
    void warn_saysOneLinePerCauseAndMinuteWithTheCountHeldBack() {
        for (int i = 0; i < 5; i++) {
            reporter.warn("full", "no room " + i);
        }
        reporter.warn("other", "else");
        nowNanos += TimeUnit.SECONDS.toNanos(61);
        reporter.warn("full", "no room 5");
        assertThat(lines)
                .containsExactly(
                        "WARN loglane app: no room 0",
                        "WARN loglane app: else",
                        "WARN loglane app: no room 5 (and 4 more since the last report)");
    }

    @Test
    void info_isNotLimited() {
        reporter.info("a");
        reporter.info("a");
        assertThat(lines).hasSize(2);
    }
}
