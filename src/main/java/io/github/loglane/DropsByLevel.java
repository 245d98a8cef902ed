package io.github.loglane;

import io.github.loglane.encode.Severity;
import io.github.loglane.status.DropCause;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was not journaled by cause and level; counting allocates nothing. Safe for any thread. */
final class DropsByLevel {

    /** Complete from the beginning on, so that threads only read it. */
    private final Map<DropCause, Map<Severity, LongAdder>> counts = new EnumMap<>(DropCause.class);

    DropsByLevel() {
        for (DropCause cause : DropCause.values()) {
            Map<Severity, LongAdder> byLevel = new EnumMap<>(Severity.class);
            for (Severity level : Severity.values()) {
                byLevel.put(level, new LongAdder());
            }
            counts.put(cause, byLevel);
        }
    }

    /** @param level {@code null} where the event threw when it was asked: counted as ERROR */
    void count(DropCause cause, Severity level) {
        counts.get(cause).get(level == null ? Severity.ERROR : level).increment();
    }

    /** Cause to level to count, without the fallback, whose events are not dropped. */
    Map<String, Map<String, Long>> snapshot() {
        Map<String, Map<String, Long>> byCause = new TreeMap<>();
        counts.forEach((cause, byLevel) -> {
            if (cause != DropCause.FALLBACK) {
                Map<String, Long> sums = new TreeMap<>();
                byLevel.forEach((level, count) -> sums.put(level.name(), count.sum()));
                byCause.put(cause.word(), sums);
            }
        });
        return byCause;
    }
}
