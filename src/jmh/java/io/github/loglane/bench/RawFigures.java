package io.github.loglane.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was measured as CSV, from which {@link Plots} draws. */
final class RawFigures {

    private static final String THROUGHPUT = "throughput.csv";
    private static final String OUTAGE = "outage.csv";
    private static final List<Metric> LATENCIES = List.of(Metric.P50, Metric.P99, Metric.P999, Metric.MAX);

    private final Path directory;

    RawFigures(Path directory) {
        this.directory = directory;
    }

    /** One run; events per second are 0 at full speed. */
    record Row(int eventsPerSecond, int threads, Peer peer, Figures figures) {}

    /** A slot of the outage; the second is that of its begin. */
    record Slot(Peer peer, double second, boolean brokerUp, Figures figures) {}

    void writeThroughput(List<Row> rows) throws IOException {
        List<Metric> metrics = List.of(Metric.values());
        write(
                THROUGHPUT,
                "events_per_second,threads,system," + titles(metrics),
                rows,
                row -> row.eventsPerSecond + "," + row.threads + ',' + row.peer + ',' + values(row.figures, metrics));
    }

    void writeOutage(Map<Peer, OutageTimeline.Run> runs) throws IOException {
        List<Slot> slots = new ArrayList<>();
        runs.forEach((peer, run) -> {
            double second = 0;
            for (Figures figures : run.latencies().slots()) {
                boolean isUp = second < run.killedSecond() || second >= run.backSecond();
                slots.add(new Slot(peer, second, isUp, figures));
                second += OutageTimeline.SLOT_MS / 1e3;
            }
        });
        write(
                OUTAGE,
                "system,second,broker_up," + titles(LATENCIES),
                slots,
                slot -> slot.peer + "," + slot.second + ',' + slot.brokerUp + ',' + values(slot.figures, LATENCIES));
    }

    /** Empty where none was measured. */
    List<Row> throughput() throws IOException {
        return read(
                THROUGHPUT,
                cells -> new Row(
                        Integer.parseInt(cells.get("events_per_second")),
                        Integer.parseInt(cells.get("threads")),
                        Peer.valueOf(cells.get("system")),
                        figures(cells)));
    }

    /** Empty where none was measured. */
    List<Slot> outage() throws IOException {
        return read(
                OUTAGE,
                cells -> new Slot(
                        Peer.valueOf(cells.get("system")),
                        Double.parseDouble(cells.get("second")),
                        Boolean.parseBoolean(cells.get("broker_up")),
                        figures(cells)));
    }

    private <T> void write(String file, String header, List<T> rows, Function<T, String> line) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        rows.forEach(row -> lines.add(line.apply(row)));
        Files.createDirectories(directory);
        Files.write(directory.resolve(file), lines, StandardCharsets.UTF_8);
    }

    private <T> List<T> read(String file, Function<Map<String, String>, T> row) throws IOException {
        Path path = directory.resolve(file);
        if (!Files.exists(path)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        String[] names = lines.get(0).split(",", -1);
        List<T> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                cells.put(names[i], values[i]);
            }
            rows.add(row.apply(cells));
        }
        return rows;
    }

    private static String titles(List<Metric> metrics) {
        return metrics.stream().map(metric -> metric.title).collect(Collectors.joining(","));
    }

    private static String values(Figures figures, List<Metric> metrics) {
        return metrics.stream()
                .map(figures::get)
                .map(value -> Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value))
                .collect(Collectors.joining(","));
    }

    private static Figures figures(Map<String, String> cells) {
        Figures figures = new Figures();
        for (Metric metric : Metric.values()) {
            String cell = cells.getOrDefault(metric.title, "");
            if (!cell.isEmpty()) {
                figures.put(metric, Double.parseDouble(cell));
            }
        }
        return figures;
    }
}
