package io.github.loglane.bench;

import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalDirectory;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.StatusReporter;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a journal full of what another process left takes to Kafka, and how long to open, against a bare producer that sends as many bytes from
 * memory; in turns, each in a JVM of its own, to one real broker. Figures of two runs cannot be compared, ratios within one can.
 */
@Command(name = "replay", mixinStandardHelpOptions = true, showDefaultValues = true)
final class Replay implements Callable<Integer> {

    static final String OPENED_FULL = "opened full ";
    static final String OPENED_EMPTY = "opened empty ";
    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double MIB = 1 << 20;
    static final int MAX_RECORD_BYTES = 256 << 10;

    @Option(names = "--rounds", description = "how often each has its turn", defaultValue = "3")
    private int rounds;

    @Option(names = "--mib", description = "what the journal holds", defaultValue = "1024")
    private int mib;

    @Option(names = "--dir", description = "where the journal is made", defaultValue = "target")
    private Path parent;

    private Replay() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Replay()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        try (BrokerProcess broker = BrokerProcess.config()
                .heap("512m")
                .jvmArg("-XX:TieredStopAtLevel=4")
                .start()) {
            for (int round = 1; round <= rounds; round++) {
                round(broker, round);
            }
        }
        return 0;
    }

    private void round(BrokerProcess broker, int round) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "replay-");
        String topic = "replay-" + round;
        int records = fill(directory, topic, broker.bootstrapServers());
        // a process that starts again is cold; so is the bare producer here
        for (ReplayTurn.What what : inTurns(round)) {
            String of = what == ReplayTurn.What.JOURNAL ? topic : "raw-" + round;
            broker.topics().create(of, 1);
            try (WorkerProcess turn = WorkerProcess.of(
                            ReplayTurn.class,
                            what.name(),
                            broker.bootstrapServers(),
                            of,
                            directory.toString(),
                            String.valueOf(journalBytes()),
                            String.valueOf(records))
                    .jvmArg("-Xmx512m")
                    .withoutJars("logback-")
                    .start()) {
                report(what, round, records, Long.parseLong(turn.awaitLine(line -> line.matches("\\d+"), PATIENCE)));
                turn.awaitLine("closed"::equals, PATIENCE);
                turn.lines().forEach(Replay::reportOpening);
            }
            broker.topics().delete(of);
        }
        delete(directory);
    }

    private static List<ReplayTurn.What> inTurns(int round) {
        return round % 2 == 0
                ? List.of(ReplayTurn.What.JOURNAL, ReplayTurn.What.BARE_PRODUCER)
                : List.of(ReplayTurn.What.BARE_PRODUCER, ReplayTurn.What.JOURNAL);
    }

    private void report(ReplayTurn.What what, int round, int records, long nanos) {
        double seconds = nanos / 1e9;
        System.out.printf(
                Locale.ROOT,
                "round %d: %s: %,d records, %d MiB of journal, %.1f s, %,.0f records/s, %.0f MiB/s%n",
                round,
                what,
                records,
                mib,
                seconds,
                records / seconds,
                mib / seconds);
    }

    private static void reportOpening(String line) {
        if (line.startsWith(OPENED_FULL) || line.startsWith(OPENED_EMPTY)) {
            int nanosAt = line.lastIndexOf(' ') + 1;
            System.out.printf(
                    Locale.ROOT,
                    "  %s in %.0f ms%n",
                    line.substring(0, nanosAt).strip(),
                    Long.parseLong(line.substring(nanosAt)) / 1e6);
        }
    }

    private long journalBytes() {
        return (long) mib << 20;
    }

    /** A journal without room for one more event, left as by a process that could not ship before it ended. */
    private int fill(Path directory, String topic, String servers) throws IOException {
        JournalDirectory.Wanted wanted =
                new JournalDirectory.Wanted(topic, servers, journalBytes(), MAX_RECORD_BYTES, "bench");
        Journal journal = new JournalDirectory(
                        directory, wanted, new StatusReporter("bench", (grade, line) -> System.err.println(line)))
                .open(1);
        journal.start("bench");
        byte[][] bodies = RawSink.bodies();
        RecordDraft draft = new RecordDraft();
        int records = 0;
        byte[] body = bodies[0];
        while (journal.append(draft(draft, body), 0, null) == AppendResult.APPENDED) {
            records++;
            body = bodies[records % bodies.length];
        }
        System.err.printf(Locale.ROOT, "journal of %.0f MiB with %,d records%n", journal.usedBytes() / MIB, records);
        journal.close(false);
        return records;
    }

    private static RecordDraft draft(RecordDraft draft, byte[] body) {
        return draft.begin(RecordKind.EVENT, Priority.HIGH, System.currentTimeMillis())
                .worker(3)
                .body(body, body.length, true);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
