package io.github.loglane.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Latencies slot by slot of a run's time. */
record Timeline(List<Figures> slots) {

    private static final String SEPARATOR = ";";
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

    static Timeline of(long[] latencyNanos, int eventsPerSlot) {
        List<Figures> slots = new ArrayList<>();
        Histogram nanos = new Histogram(MAX_NANOS, 3);
        for (int from = 0; from < latencyNanos.length; from += eventsPerSlot) {
            nanos.reset();
            Arrays.stream(latencyNanos, from, Math.min(from + eventsPerSlot, latencyNanos.length))
                    .forEach(nanos::recordValue);
            slots.add(new Figures().putLatencies(nanos));
        }
        return new Timeline(slots);
    }

    /** Of each slot by itself. */
    static Timeline medians(List<Timeline> runs) {
        List<Figures> medians = new ArrayList<>();
        for (int i = 0; i < runs.get(0).slots.size(); i++) {
            int slot = i;
            medians.add(Figures.medians(
                    runs.stream().map(run -> run.slots.get(slot)).toList()));
        }
        return new Timeline(medians);
    }

    /** One line for {@link #parse}. */
    String line() {
        return slots.stream().map(Figures::line).collect(Collectors.joining(SEPARATOR));
    }

    static Timeline parse(String line) {
        return new Timeline(Stream.of(line.split(SEPARATOR)).map(Figures::parse).toList());
    }
}
