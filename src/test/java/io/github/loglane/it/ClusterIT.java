package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerCluster;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand events a second into a cluster whose nodes die. */
class ClusterIT {

    @RegisterExtension
    static final BrokerCluster CLUSTER = new BrokerCluster();

    private static final int PARTITIONS = 3;

    /** For this long leaders are killed; a partition is without one for two thirds of it. */
    private static final int SECONDS = Integer.getInteger("loglane.cluster.seconds", 32);

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Full within about ten seconds. */
    private static final String SMALL_JOURNAL = "8 MiB";

    private static Map<String, String> servers() {
        return Map.of("bootstrap.servers", CLUSTER.bootstrapServers());
    }

    @AfterEach
    void startWhatIsDown() {
        CLUSTER.start();
    }

    @Test
    void leaders_killedOneAfterTheOther() throws Exception {
        String topic = "replicated";
        createByCommand(topic);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (LoggedLoad load = new LoggedLoad(topic, servers(), "64 MiB")) {
            load.runFor(1);
            int kills = 0;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SECONDS)) {
                BrokerProcess leader = awaitLeader(topic, random.nextInt(PARTITIONS));
                leader.kill();
                load.runFor(1 + random.nextInt(4)); // the cluster misses it after three seconds
                leader.start();
                kills++;
            }
            System.out.printf("%s: seed %d, %d leaders killed in %d s%n", topic, seed, kills, secondsSince(begin));
            Awaitility.await().atMost(TIMEOUT).until(() -> CLUSTER.isInSync(topic));
            load.runFor(1);
            load.stop(TIMEOUT);
            Arrived.check(CLUSTER.bootstrapServers(), topic, load.result());
        }
    }

    private static void createByCommand(String topic) throws ClassNotFoundException {
        String line = "topics create --partitions " + PARTITIONS + " --replication-factor " + BrokerCluster.SIZE
                + " --logs-topic " + topic + " --conf-topic " + topic + "-conf --bootstrap-servers "
                + CLUSTER.bootstrapServers();
        Class<?> tools = Class.forName("io.github.loglane.tools.LoglaneTools");
        try (WorkerProcess process =
                WorkerProcess.of(tools, line.split(" ", -1)).start()) {
            assertThat(process.awaitExit(TIMEOUT)).as(process.errors()).isZero();
            assertThat(process.lines())
                    .hasSize(2)
                    .allSatisfy(told -> assertThat(told).contains(": created, ", ", min.insync.replicas=2, "));
        }
    }

    @Test
    void partition_withoutALeader() throws Exception {
        String topic = "alone";
        CLUSTER.topics().createOn(topic, 1, 2, 3);
        BrokerProcess onlyReplica = CLUSTER.node(2);
        try (LoggedLoad load = new LoggedLoad(topic, servers(), SMALL_JOURNAL)) {
            load.runFor(1);
            onlyReplica.kill();
            long begin = System.nanoTime();
            long atKill = endOfEvents(topic);
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> CLUSTER.leader(topic, 1).isEmpty());
            awaitStall(load, topic);
            long stalledAfter = secondsSince(begin);
            long atStall = endOfEvents(topic);
            assertThat(atStall).isGreaterThan(atKill);
            long declarations = endOfDeclarations(topic);
            Awaitility.await().atMost(TIMEOUT).until(() -> endOfDeclarations(topic) > declarations);
            load.runFor(Math.max(1, SECONDS * 2 / 3 - (int) stalledAfter));
            System.out.printf(
                    "%s: no leader for %d s; another partition went on by %d records and stalled within %d s%n",
                    topic, secondsSince(begin), atStall - atKill, stalledAfter);
            onlyReplica.start();
            awaitDrain(load, topic);
            List<Integer> drained = workers().map(load::logged).toList();
            load.runFor(2);
            load.stop(TIMEOUT);
            Arrived arrived = Arrived.checkDeclared(CLUSTER.bootstrapServers(), topic, load.result());
            workers()
                    .forEach(worker -> assertThat(arrived.eventsOf(worker))
                            .endsWith(IntStream.rangeClosed(drained.get(worker), load.logged(worker))
                                    .boxed()
                                    .toArray(Integer[]::new)));
        }
    }

    private static BrokerProcess awaitLeader(String topic, int partition) {
        return Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> CLUSTER.leader(topic, partition).orElse(null), leader -> leader != null);
    }

    /** Of a partition that has a leader, and the events of one worker only. */
    private static long endOfEvents(String topic) {
        return CLUSTER.topics().endOffset(topic, 2);
    }

    /** Of the partition where declarations of drops go, which have no worker. */
    private static long endOfDeclarations(String topic) {
        return CLUSTER.topics().endOffset(topic, 0);
    }

    /** Until the journal is full and no event comes any more although two seconds' worth is logged. */
    private static void awaitStall(LoggedLoad load, String topic) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> load.status().stream()
                        .anyMatch(line -> line.contains("the journal is filling, events are refused")));
        Awaitility.await().atMost(TIMEOUT).until(() -> {
            long before = endOfEvents(topic);
            load.runFor(2);
            return before == endOfEvents(topic);
        });
    }

    /** Until of each worker something is there that it logged after the call. */
    private static void awaitDrain(LoggedLoad load, String topic) {
        List<Integer> logged = workers().map(load::logged).toList();
        Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            Arrived arrived = Arrived.of(CLUSTER.bootstrapServers(), topic);
            return workers().allMatch(worker -> {
                List<Integer> events = arrived.eventsOf(worker);
                return events.get(events.size() - 1) > logged.get(worker);
            });
        });
    }

    private static Stream<Integer> workers() {
        return IntStream.range(0, LoggedLoad.WORKERS).boxed();
    }

    private static long secondsSince(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos);
    }
}
