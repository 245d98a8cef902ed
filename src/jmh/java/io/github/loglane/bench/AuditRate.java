package io.github.loglane.bench;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.tools.AuditTurn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast the audit reads a topic, against a plain consumer of the same settings that does nothing with the records; in turns, each
 * in a JVM of its own with a small heap. Checks that the audit finds what was put in. Figures of two runs cannot be compared,
 * ratios within one can.
 */
@Command(name = "audit", mixinStandardHelpOptions = true, showDefaultValues = true)
final class AuditRate implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String TOPIC = "logs";

    @Mixin
    private AuditLoad load;

    @Option(names = "--rounds", description = "how often each has its turn", defaultValue = "5")
    private int rounds;

    @Option(names = "--heap", description = "of each JVM that reads", defaultValue = "64m")
    private String heap;

    @Option(
            names = "--dir",
            description = "where the broker keeps its data, and deletes it",
            defaultValue = "target/audit")
    private Path dir;

    private AuditRate() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new AuditRate()).execute(args));
    }

    @Override
    public Integer call() {
        try (BrokerProcess broker = BrokerProcess.config()
                .heap("512m")
                .jvmArg("-XX:TieredStopAtLevel=4")
                .in(dir.toAbsolutePath())
                .start()) {
            broker.topics().create(TOPIC, load.partitions());
            String expected = fill(broker.bootstrapServers());
            Map<AuditTurn.What, List<Double>> rates = new EnumMap<>(AuditTurn.What.class);
            // the first round is for the broker and the page cache
            for (int round = 0; round <= rounds; round++) {
                for (AuditTurn.What what : AuditTurn.What.values()) {
                    double rate = turn(broker.bootstrapServers(), what, round, expected);
                    if (round > 0) {
                        rates.computeIfAbsent(what, key -> new ArrayList<>()).add(rate);
                    }
                }
            }
            report(rates);
        }
        return 0;
    }

    private String fill(String servers) {
        try (AuditTopic topic = new AuditTopic(load, servers, TOPIC)) {
            topic.fill();
            System.out.printf(Locale.ROOT, "%,d records put in: %s%n", topic.records(), topic.verdict());
            return topic.verdict();
        }
    }

    /** Returns records a second. */
    private double turn(String servers, AuditTurn.What what, int round, String expected) {
        try (WorkerProcess turn = WorkerProcess.of(AuditTurn.class, what.name(), servers, TOPIC)
                .jvmArg("-Xmx" + heap)
                .withoutJars("logback-")
                .start()) {
            String[] answer = turn.awaitLine(line -> line.startsWith(AuditTurn.ANSWER), PATIENCE)
                    .substring(AuditTurn.ANSWER.length())
                    .split(" ", 4);
            double seconds = Long.parseLong(answer[0]) / 1e9;
            long records = Long.parseLong(answer[1]);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %s: %.1f s, %,.0f records/s, %s MiB of heap at the end%s%n",
                    round,
                    what,
                    seconds,
                    records / seconds,
                    answer[2],
                    answer.length > 3 ? "; " + answer[3] : "");
            if (what == AuditTurn.What.AUDIT && !answer[3].equals(expected)) {
                throw new IllegalStateException("expecting: " + expected + ", found: " + answer[3]);
            }
            return records / seconds;
        }
    }

    private void report(Map<AuditTurn.What, List<Double>> rates) {
        double plain = median(rates.get(AuditTurn.What.PLAIN_CONSUMER));
        double audit = median(rates.get(AuditTurn.What.AUDIT));
        System.out.printf(
                Locale.ROOT,
                "%nheap %s, medians of %d rounds: plain consumer %,.0f records/s, audit %,.0f records/s: %.0f %%%n",
                heap,
                rounds,
                plain,
                audit,
                100 * audit / plain);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
