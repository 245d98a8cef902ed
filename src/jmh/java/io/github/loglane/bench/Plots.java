package io.github.loglane.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Draws again what {@link WholePath} left as CSV in a directory, which is the one argument. */
final class Plots {

    private static final int WIDTH = 860;
    private static final int OUTAGE_HEIGHT = 580;
    private static final int THROUGHPUT_HEIGHT = 480;

    private final Path directory;

    Plots(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] args) throws IOException {
        new Plots(Path.of(args[0])).draw();
    }

    /** What there are figures for. */
    void draw() throws IOException {
        RawFigures figures = new RawFigures(directory);
        List<RawFigures.Slot> slots = figures.outage();
        if (!slots.isEmpty()) {
            Svg.write(OutagePlot.of(slots), WIDTH, OUTAGE_HEIGHT, directory.resolve("outage.svg"));
        }
        List<RawFigures.Row> atFullSpeed = figures.throughput().stream()
                .filter(row -> row.eventsPerSecond() == 0)
                .toList();
        if (!atFullSpeed.isEmpty()) {
            Svg.write(ThroughputPlot.of(atFullSpeed), WIDTH, THROUGHPUT_HEIGHT, directory.resolve("throughput.svg"));
        }
    }
}
