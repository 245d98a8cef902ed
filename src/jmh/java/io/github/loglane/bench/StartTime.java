package io.github.loglane.bench;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a fresh JVM takes until its first log call has returned: Log4j2 with an appender that does nothing, and what each
 * system takes beyond that, with a broker and without. Milliseconds, medians of rounds in which each has its turn.
 */
@Command(name = "start", mixinStandardHelpOptions = true, showDefaultValues = true)
final class StartTime implements Callable<Integer> {

    /** Longer than this a first call that waits for the broker is not waited for. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final String ALONE = "Log4j2 alone";
    private static final String TOPIC = "start";
    private static final String NOBODY = "127.0.0.1:1";
    private static final List<String> SYSTEMS =
            List.of(StartMain.NONE, Peer.LOGLANE.name(), Peer.LOGLANE_DISK.name(), Peer.KAFKA_TUNED.name());

    @Option(names = "--rounds", description = "how often each has its turn", defaultValue = "11")
    private int rounds;

    /** By what is printed in front of a row; a time that was not reached is infinite. */
    private final Map<String, List<Double>> startMs = new LinkedHashMap<>();

    private final Map<String, List<Double>> firstCallMs = new LinkedHashMap<>();

    private StartTime() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new StartTime()).execute(args));
    }

    @Override
    public Integer call() {
        try (BrokerProcess broker = BrokerProcess.config().start()) {
            broker.topics().create(TOPIC, 1);
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                for (String system : SYSTEMS) {
                    measure(system, ", broker up", broker.bootstrapServers());
                    measure(system, ", broker away", NOBODY);
                }
            }
        }
        System.out.println("| | started ms | beyond Log4j2's | first call back ms | beyond Log4j2's |");
        System.out.println("|---|---:|---:|---:|---:|");
        double nothingStarted = Figures.median(startMs.get(ALONE));
        double nothingCalled = Figures.median(firstCallMs.get(ALONE));
        startMs.forEach((name, started) -> System.out.println("| " + name + " | "
                + cells(Figures.median(started), nothingStarted) + " | "
                + cells(Figures.median(firstCallMs.get(name)), nothingCalled) + " |"));
        return 0;
    }

    private static String cells(double millis, double nothing) {
        return Double.isInfinite(millis)
                ? "not within " + LIMIT.toSeconds() + " s | "
                : String.format(Locale.ROOT, "%.0f | %.0f", millis, millis - nothing);
    }

    private void measure(String system, String state, String servers) {
        String name = StartMain.NONE.equals(system) ? ALONE : Peer.valueOf(system).label + state;
        try (WorkerProcess process = WorkerProcess.of(StartMain.class, system, servers, TOPIC)
                .property("WORKER_ID", "3")
                .withoutJars("logback-")
                .start()) {
            double started = millis(process.awaitLine(line -> line.startsWith(StartMain.STARTED), LIMIT));
            startMs.computeIfAbsent(name, key -> new ArrayList<>()).add(started);
            firstCallMs.computeIfAbsent(name, key -> new ArrayList<>()).add(called(process));
        }
    }

    private static double called(WorkerProcess process) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            for (String line : process.lines()) {
                if (line.startsWith(StartMain.CALLED)) {
                    return millis(line);
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return Double.POSITIVE_INFINITY;
    }

    private static double millis(String line) {
        return Double.parseDouble(line.substring(line.indexOf(' ')));
    }
}
