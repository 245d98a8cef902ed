package io.github.loglane.bench;

import io.github.loglane.journal.RecordDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long an append of a finished body takes, percentile by percentile: to memory and to a mapped file, with the disk quiet and
 * with it busy, in turns in one run. A thread takes out what was appended; where that one falls behind, a full ring makes the
 * append wait, which counts.
 */
@Command(name = "append", mixinStandardHelpOptions = true, showDefaultValues = true)
final class AppendLatency implements Callable<Integer> {

    private static final List<Metric> COLUMNS = List.of(Metric.P50, Metric.P99, Metric.P999, Metric.MAX);

    @Option(names = "--rounds", description = "how often each has its turn", defaultValue = "5")
    private int rounds;

    @Option(names = "--events", description = "appends of each turn", defaultValue = "2000000")
    private int events;

    @Option(
            names = "--rate",
            description = "appends a second of all threads; 0: at full speed",
            defaultValue = "100000")
    private int rate;

    @Option(names = "--threads", description = "that append", defaultValue = "1")
    private int threads;

    @Option(names = "--bytes", description = "of a record's body", defaultValue = "500")
    private int bodyBytes;

    @Option(names = "--mib", description = "of the ring", defaultValue = "256")
    private int ringMiB;

    @Option(names = "--dir", description = "on the disk that is meant", defaultValue = "target")
    private Path parent;

    private AppendLatency() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new AppendLatency()).execute(args));
    }

    /** What is measured side by side. The same load on the disk for memory too, since it also takes of the processors. */
    private enum Turn {
        MEMORY("memory", DrainedJournal.Memory.MEMORY, false),
        MAPPED("mapped file", DrainedJournal.Memory.MAPPED, false),
        MEMORY_BUSY("memory, disk busy", DrainedJournal.Memory.MEMORY, true),
        MAPPED_BUSY("mapped file, disk busy", DrainedJournal.Memory.MAPPED, true);

        private final String label;
        private final DrainedJournal.Memory memory;
        private final boolean isBusy;

        Turn(String label, DrainedJournal.Memory memory, boolean isBusy) {
            this.label = label;
            this.memory = memory;
            this.isBusy = isBusy;
        }
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(parent);
        Map<Turn, List<Figures>> runs = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Turn turn : Turn.values()) {
                Figures figures = measure(turn);
                System.err.printf("round %d, %s: %s%n", round, turn.label, figures.line());
                // the first round is for the compiler
                if (round > 0) {
                    runs.computeIfAbsent(turn, key -> new ArrayList<>()).add(figures);
                }
            }
        }
        Map<String, Figures> rows = new LinkedHashMap<>();
        runs.forEach((turn, figures) -> rows.put(turn.label, Figures.medians(figures)));
        System.out.printf(
                Locale.ROOT,
                "%nappends of %d bytes, %d threads, %s, medians of %d rounds%n%n%s",
                bodyBytes,
                threads,
                rate == 0 ? "full speed" : String.format(Locale.ROOT, "%,d a second", rate),
                rounds,
                Table.of(rows, rows.get(Turn.MEMORY.label), COLUMNS));
        return 0;
    }

    private Figures measure(Turn turn) throws Exception {
        if (!turn.isBusy) {
            return appended(turn);
        }
        try (BusyDisk disk = new BusyDisk(parent)) {
            long before = System.nanoTime();
            Figures figures = appended(turn);
            double seconds = (System.nanoTime() - before) / 1e9;
            System.err.printf(Locale.ROOT, "beside it %.0f MiB/s%n", disk.writtenBytes() / seconds / (1 << 20));
            return figures;
        }
    }

    private Figures appended(Turn turn) throws IOException, InterruptedException {
        byte[] body = new byte[bodyBytes];
        Arrays.fill(body, (byte) 'x');
        body[0] = '{';
        body[bodyBytes - 1] = '}';
        ThreadLocal<RecordDraft> drafts = ThreadLocal.withInitial(RecordDraft::new);
        try (DrainedJournal journal = new DrainedJournal(turn.memory, parent, ringMiB)) {
            Sink sink = new Sink() {
                @Override
                public void send(int i) {
                    journal.append(drafts.get(), body);
                }

                @Override
                public void close() {
                    // the journal is closed by who made it
                }
            };
            return new Load(sink, threads).run(events, rate);
        }
    }
}
