package io.github.loglane.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints medians as Markdown, each with its ratio to tuned log4j-core's. */
final class Table {

    private static final List<Metric> RATIOS =
            List.of(Metric.P50, Metric.P99, Metric.P999, Metric.MAX, Metric.CALLS, Metric.DELIVERED, Metric.CPU);

    private Table() {}

    static String of(Map<String, Figures> rows, Figures base, List<Metric> columns) {
        StringBuilder text = new StringBuilder("| |");
        columns.forEach(column -> text.append(' ').append(column.title).append(" |"));
        text.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        rows.forEach((label, figures) -> text.append("| ")
                .append(label)
                .append(" | ")
                .append(columns.stream()
                        .map(column -> cell(figures, base, column))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return text.toString();
    }

    private static String cell(Figures figures, Figures base, Metric metric) {
        double value = figures.get(metric);
        if (Double.isNaN(value)) {
            return "-";
        }
        double reference = base.get(metric);
        boolean isCompared = RATIOS.contains(metric) && figures != base && reference > 0;
        return number(value) + (isCompared ? " (" + number(value / reference) + "x)" : "");
    }

    /** Three digits are more than such a measurement is good for. */
    static String number(double value) {
        return String.format(Locale.ROOT, format(Math.abs(value)), value);
    }

    private static String format(double value) {
        if (value == 0 || value >= 100) {
            return "%,.0f";
        }
        return value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.4f";
    }
}
