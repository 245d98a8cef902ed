package io.github.loglane.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What one run gave, or the medians of several. Not thread-safe. */
final class Figures {

    private static final double NANOS_PER_MICRO = 1_000;

    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

    Figures put(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    Figures putLatencies(Histogram nanos) {
        put(Metric.P50, nanos.getValueAtPercentile(50) / NANOS_PER_MICRO);
        put(Metric.P99, nanos.getValueAtPercentile(99) / NANOS_PER_MICRO);
        put(Metric.P999, nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO);
        return put(Metric.MAX, nanos.getMaxValue() / NANOS_PER_MICRO);
    }

    /** NaN where it was not measured. */
    double get(Metric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    /** Of each metric by itself. */
    static Figures medians(List<Figures> runs) {
        Map<Metric, List<Double>> all = new TreeMap<>(Comparator.naturalOrder());
        runs.forEach(run -> run.values.forEach((metric, value) ->
                all.computeIfAbsent(metric, key -> new ArrayList<>()).add(value)));
        Figures medians = new Figures();
        all.forEach((metric, list) -> medians.put(metric, median(list)));
        return medians;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** One line for {@link #parse}. */
    String line() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + String.format(Locale.ROOT, "%.3f", entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    static Figures parse(String line) {
        Figures figures = new Figures();
        for (String item : line.split(" ")) {
            int at = item.indexOf('=');
            figures.put(Metric.valueOf(item.substring(0, at)), Double.parseDouble(item.substring(at + 1)));
        }
        return figures;
    }
}
