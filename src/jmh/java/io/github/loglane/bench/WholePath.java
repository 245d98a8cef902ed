package io.github.loglane.bench;

import io.github.loglane.testkit.BrokerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * All systems side by side, from the log call to a real broker: rounds in which each has its turn, in a JVM of its own,
 * and the medians in one table. Figures of two runs cannot be compared, ratios within one can.
 */
@Command(name = "whole-path", mixinStandardHelpOptions = true, showDefaultValues = true)
final class WholePath implements Callable<Integer> {

    private static final List<Peer> FULL_SPEED = List.of(
            Peer.LOGLANE_WAITS,
            Peer.LOGLANE_DISK_WAITS,
            Peer.LOGLANE_LARGE,
            Peer.LOGLANE_DISK_LARGE,
            Peer.KAFKA_TUNED,
            Peer.KAFKA_ASYNC,
            Peer.KAFKA_SYNC,
            Peer.LOGLANE_LOGBACK_WAITS,
            Peer.LOGBACK_TUNED,
            Peer.LOGBACK,
            Peer.RAW);
    private static final List<Peer> STEADY = List.of(
            Peer.LOGLANE, Peer.LOGLANE_DISK, Peer.KAFKA_TUNED, Peer.LOGLANE_LOGBACK, Peer.LOGBACK_TUNED, Peer.RAW);

    @Option(names = "--rounds", description = "how often each system has its turn", defaultValue = "3")
    private int rounds;

    @Option(names = "--events", description = "events of a run at full speed", defaultValue = "200000")
    private int events;

    @Option(names = "--rate", description = "events per second of a steady run", defaultValue = "20000")
    private int eventsPerSecond;

    @Option(names = "--seconds", description = "length of a steady run", defaultValue = "5")
    private int seconds;

    @Option(names = "--idle-seconds", description = "length of the idle run", defaultValue = "60")
    private int idleSeconds;

    @Option(names = "--threads", description = "numbers of logging threads", defaultValue = "1,4", split = ",")
    private List<Integer> threads;

    @Option(
            names = "--text-chars",
            description = "of an event; the record has about 250 bytes more",
            defaultValue = "235")
    private int textChars;

    @Option(
            names = "--only",
            description = "full, steady, outage, timeline, idle: only these loads",
            defaultValue = "full,steady,outage,timeline,idle",
            split = ",")
    private List<String> loads;

    @Option(names = "--peers", description = "only these systems: ${COMPLETION-CANDIDATES}", split = ",")
    private List<Peer> peers = List.of(Peer.values());

    @Option(names = "--plots", description = "where figures as CSV and plots as SVG go", defaultValue = "target/plots")
    private Path plots;

    @Option(names = "--jvm-arg", description = "for the systems' JVMs, such as -XX:StartFlightRecording:filename=...")
    private List<String> jvmArgs = List.of();

    private final List<RawFigures.Row> rows = new ArrayList<>();
    private final StringBuilder report = new StringBuilder();

    private WholePath() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new WholePath()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        double loadBefore = loadAverage();
        try (BrokerProcess broker = BrokerProcess.config()
                        .heap("512m")
                        .jvmArg("-XX:TieredStopAtLevel=4")
                        .start();
                Admin admin = broker.admin()) {
            List<String> args = new ArrayList<>(List.of("-D" + Payload.TEXT_CHARS_PROPERTY + '=' + textChars));
            args.addAll(jvmArgs);
            Scene scene = new Scene(broker, admin, args);
            throughput(scene, "full", "As fast as they can", FULL_SPEED, events, 0);
            throughput(
                    scene,
                    "steady",
                    "Steady " + eventsPerSecond + " events/s",
                    STEADY,
                    seconds * eventsPerSecond,
                    eventsPerSecond);
            outage(scene);
            timeline(scene);
            idle(scene);
        }
        new Plots(plots).draw();
        System.out.println(report);
        System.out.printf(
                Locale.ROOT,
                "%s, %d processors, load average %.1f before and %.1f after, JDK %s, kafka-clients and broker %s,"
                        + " log4j-core %s; medians of %d round(s); (x): against %s%n",
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                loadAverage(),
                Runtime.version(),
                System.getProperty("kafka.version"),
                System.getProperty("log4j.version"),
                rounds,
                Peer.KAFKA_TUNED.label);
        return 0;
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private void throughput(Scene scene, String load, String title, List<Peer> of, int events, int eventsPerSecond)
            throws IOException {
        if (!loads.contains(load)) {
            return;
        }
        List<Peer> chosen = of.stream().filter(peers::contains).toList();
        Map<Integer, Throughput> byThreads = new LinkedHashMap<>();
        threads.forEach(count -> byThreads.put(count, new Throughput(scene, chosen, count, events, eventsPerSecond)));
        for (int round = 0; round < rounds; round++) {
            System.err.println(title + ", round " + (round + 1) + " of " + rounds);
            for (Throughput each : byThreads.values()) {
                each.round(round);
            }
        }
        byThreads.values().forEach(each -> rows.addAll(each.rows()));
        new RawFigures(plots).writeThroughput(rows);
        byThreads.forEach((count, each) ->
                add(title + ", " + count + (count == 1 ? " thread" : " threads"), each.medians(), eventsPerSecond));
    }

    private void add(String title, Map<Peer, Figures> medians, int eventsPerSecond) {
        List<Metric> columns = new ArrayList<>(List.of(Metric.values()));
        if (eventsPerSecond > 0) {
            columns.removeAll(List.of(Metric.CALLS, Metric.DELIVERED));
        }
        Map<String, Figures> rows = new LinkedHashMap<>();
        medians.forEach((peer, figures) -> rows.put(peer.label, figures));
        Figures base = medians.getOrDefault(Peer.KAFKA_TUNED, new Figures());
        report.append("\n### ").append(title).append("\n\n").append(Table.of(rows, base, columns));
    }

    private void outage(Scene scene) {
        if (!loads.contains("outage")) {
            return;
        }
        Outage outage = new Outage(scene, peers);
        for (int round = 0; round < rounds; round++) {
            System.err.println("Broker killed, round " + (round + 1) + " of " + rounds);
            outage.round();
        }
        outage.firstCalls(peers);
        report.append("\n### Broker killed, steady ")
                .append(Outage.EVENTS_PER_SECOND)
                .append(" events/s, 1 thread; (x): against the broker up\n\n")
                .append(outage.report());
    }

    private void timeline(Scene scene) throws IOException {
        if (!loads.contains("timeline")) {
            return;
        }
        OutageTimeline timeline = new OutageTimeline(scene, peers);
        for (int round = 0; round < rounds; round++) {
            System.err.println("Broker killed and back, round " + (round + 1) + " of " + rounds);
            timeline.round();
        }
        new RawFigures(plots).writeOutage(timeline.medians());
    }

    private void idle(Scene scene) {
        if (!loads.contains("idle")) {
            return;
        }
        System.err.println("Idle, all at once");
        report.append("\n### Idle, ").append(idleSeconds).append(" s\n\n");
        report.append(new Idle(scene, peers, Duration.ofSeconds(idleSeconds)).report());
    }
}
