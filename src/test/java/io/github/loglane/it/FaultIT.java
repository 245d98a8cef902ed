package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.acl.AclOperation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand events a second while something is wrong with Kafka: nothing is lost or reordered, no log call waits, and the
 * application starts and stops as if nothing were.
 */
class FaultIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().secured().build();

    private static final Duration DRAIN = Duration.ofSeconds(90);

    private static Map<String, String> plain() {
        return Map.of("bootstrap.servers", BROKER.bootstrapServers());
    }

    private static Arrived stopAndCheck(LoggedLoad load, String topic) throws InterruptedException {
        load.stop(DRAIN);
        assertThat(load.stopTook()).as("%s", load.status()).isLessThan(DRAIN);
        return Arrived.check(BROKER.bootstrapServers(), topic, load.result());
    }

    @Test
    void broker_absentAtStart() throws Exception {
        BROKER.topics().create("absent", 2);
        BROKER.stop();
        try (LoggedLoad load = new LoggedLoad("absent", plain())) {
            load.runFor(4);
            BROKER.start();
            load.runFor(2);
            stopAndCheck(load, "absent");
        }
    }

    @Test
    void broker_killedFiveTimes() throws Exception {
        BROKER.topics().create("killed", 2);
        try (LoggedLoad load = new LoggedLoad("killed", plain())) {
            for (int kill = 0; kill < 5; kill++) {
                load.runFor(1);
                BROKER.kill();
                load.runFor(1);
                BROKER.start();
            }
            load.runFor(1);
            stopAndCheck(load, "killed");
        }
    }

    @Test
    void broker_stoppedForTwentySeconds() throws Exception {
        BROKER.topics().create("paused", 2);
        try (LoggedLoad load = new LoggedLoad("paused", plain())) {
            load.runFor(1);
            BROKER.pause();
            try {
                load.runFor(20);
            } finally {
                BROKER.resume();
            }
            load.runFor(1);
            stopAndCheck(load, "paused");
        }
    }

    @Test
    void topic_missingThenCreated() throws Exception {
        try (LoggedLoad load = new LoggedLoad("missing", plain())) {
            load.runFor(3);
            BROKER.topics().create("missing", 2);
            load.runFor(1);
            stopAndCheck(load, "missing");
        }
    }

    @Test
    void topic_grownUnderLoad() throws Exception {
        BROKER.topics().create("grown", 2);
        Map<String, String> quick =
                Map.of("bootstrap.servers", BROKER.bootstrapServers(), "metadata.max.age.ms", "1000");
        try (LoggedLoad load = new LoggedLoad("grown", quick)) {
            load.runFor(2);
            BROKER.topics().expand("grown", 4);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> load.status().stream()
                            .anyMatch(line -> line.contains("from 2 to 4, switched with nothing in flight")));
            load.runFor(2);
            stopAndCheck(load, "grown");
        }
        assertThat(BROKER.topics().reader("grown").all()).anyMatch(read -> read.partition() == 3);
    }

    @Test
    void authentication_failingAtFirst() throws Exception {
        BROKER.topics().create("authentication", 2);
        BROKER.access().allow("joe", "authentication", AclOperation.WRITE, AclOperation.DESCRIBE);
        try (LoggedLoad load = new LoggedLoad("authentication", BROKER.access().clientConfig("joe", "pa55word"))) {
            load.runFor(4);
            BROKER.access().putUser("joe", "pa55word");
            load.runFor(1);
            stopAndCheck(load, "authentication");
            assertThat(load.status()).noneMatch(line -> line.contains("pa55word"));
        }
    }

    @Test
    void authorization_deniedForTenSeconds() throws Exception {
        BROKER.topics().create("denied", 2);
        BROKER.access().putUser("ann", "pa55word");
        BROKER.access().allow("ann", "denied", AclOperation.WRITE, AclOperation.DESCRIBE);
        try (LoggedLoad load = new LoggedLoad("denied", BROKER.access().clientConfig("ann", "pa55word"))) {
            load.runFor(2);
            BROKER.access().revokeAll("ann");
            load.runFor(10);
            BROKER.access().allow("ann", "denied", AclOperation.WRITE, AclOperation.DESCRIBE);
            load.runFor(1);
            stopAndCheck(load, "denied");
        }
    }

    @Test
    void record_tooLargeForTheBrokerBecomesAStub() throws Exception {
        BROKER.topics().create("large", 2, 1, Map.of("max.message.bytes", "20000"));
        try (LoggedLoad load = new LoggedLoad("large", plain())) {
            load.runFor(2);
            for (int i = 0; i < 3; i++) {
                load.padNext(incompressible(60_000));
                load.runFor(1);
            }
            Arrived arrived = stopAndCheck(load, "large");
            assertThat(arrived.stubs()).isEqualTo(3);
        }
    }

    private static String incompressible(int chars) {
        return new Random(chars)
                .ints(chars, '0', 'z' + 1)
                .filter(c -> c != '\\')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void name_unresolvableThenResolvable(@TempDir Path dir) throws Exception {
        BROKER.topics().create("unresolvable", 2);
        Path hosts = Files.writeString(dir.resolve("hosts"), "127.0.0.1 localhost\n");
        String port =
                BROKER.bootstrapServers().substring(BROKER.bootstrapServers().indexOf(':'));
        try (WorkerProcess worker = WorkerProcess.of(LoadMain.class, "unresolvable", "kafka.example" + port)
                .property("jdk.net.hosts.file", hosts.toString())
                .property("sun.net.inetaddr.negative.ttl", "1")
                .start()) {
            worker.awaitLine("warm"::equals, Duration.ofSeconds(60));
            Files.writeString(hosts, "127.0.0.1 localhost kafka.example\n");
            checkWorker(worker, "unresolvable");
        }
    }

    @Test
    void clock_twoHoursAhead() throws Exception {
        BROKER.topics().create("clock", 2);
        try (WorkerProcess worker = WorkerProcess.of(LoadMain.class, "clock", BROKER.bootstrapServers())
                .property("log4j2.clock", FastClock.class.getName())
                .start()) {
            worker.awaitLine("warm"::equals, Duration.ofSeconds(60));
            checkWorker(worker, "clock");
        }
        long now = System.currentTimeMillis();
        Read last = BROKER.topics().reader("clock").all().get(50);
        assertThat(last.timestamp()).isLessThan(now);
        Instant event = Instant.parse(
                new ObjectMapper().readTree(last.value()).get("@timestamp").textValue());
        assertThat(event).isAfter(Instant.ofEpochMilli(now).plus(Duration.ofMinutes(100)));
    }

    private static void checkWorker(WorkerProcess worker, String topic) {
        worker.awaitLine("later"::equals, Duration.ofSeconds(60));
        worker.send("stop");
        assertThat(worker.awaitExit(Duration.ofSeconds(90))).as(worker.errors()).isZero();
        Arrived.check(BROKER.bootstrapServers(), topic, worker.lines());
    }
}
