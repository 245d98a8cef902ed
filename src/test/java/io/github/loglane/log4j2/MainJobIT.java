package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.front.NumberedEvents;
import io.github.loglane.log4j2.LogWorker.Ending;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Kcat;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.tools.AuditReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The main job: eight workers in five processes, some of them threads of one process, 200,000 events, two partitions; read
 * back by Kafka's consumer, by the audit, and by kcat.
 */
class MainJobIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final String TOPIC = "logs";
    private static final int WORKERS = 8;
    private static final int EVENTS_PER_WORKER = 25_000;
    private static final int THREADED_PROCESSES = 3;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KERNELS_NAME = kernelsName();

    private static Instant begun;

    @BeforeAll
    static void runTheWorkers() {
        BROKER.topics().create(TOPIC, 2);
        begun = Instant.now();
        List<WorkerProcess> processes = new ArrayList<>();
        try {
            startAll(processes);
            for (WorkerProcess process : processes) {
                assertThat(process.awaitExit(TIMEOUT)).as(process.errors()).isZero();
                assertThat(process.errors()).isEmpty();
            }
        } finally {
            processes.forEach(WorkerProcess::close);
        }
        System.out.printf(
                "main job: %d events of %d workers in %d ms, JVM starts included%n",
                WORKERS * EVENTS_PER_WORKER,
                WORKERS,
                Duration.between(begun, Instant.now()).toMillis());
    }

    /** Workers 0 to 5 are pairs of threads, told apart by their thread context; 6 and 7 are processes of their own. */
    private static void startAll(List<WorkerProcess> processes) {
        for (int i = 0; i < THREADED_PROCESSES; i++) {
            WorkerConfig config = LogWorker.config(BROKER, TOPIC, 2 * i, 2, EVENTS_PER_WORKER, Ending.RETURN)
                    .property("worker", "%X{worker}")
                    .property("host", "web-" + i);
            boolean isAsync = i == 0;
            if (isAsync) {
                // A ring that takes all events: Log4j 2.26.1 itself loses some where a full ring is waited for.
                config.property("log4j2.asyncLoggerRingBufferSize", "65536")
                        .property(
                                "log4j2.contextSelector",
                                "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");
            }
            processes.add(config.start());
        }
        for (int worker = 2 * THREADED_PROCESSES; worker < WORKERS; worker++) {
            processes.add(LogWorker.config(BROKER, TOPIC, worker, 1, EVENTS_PER_WORKER, Ending.SHUTDOWN)
                    .env("WORKER_ID", String.valueOf(worker))
                    .start());
        }
    }

    @Test
    void everyRecord_isWhereAndWhatItShouldBe() {
        NumberedEvents events = new NumberedEvents();
        int[] count = {0};
        BROKER.topics().reader(TOPIC).forEach(read -> {
            if (events.add(read)) {
                count[0]++;
                checkEvent(read);
            }
        });
        assertThat(count[0]).isEqualTo(WORKERS * EVENTS_PER_WORKER);
        assertThat(events.lastOfWorker()).hasSize(WORKERS);
        assertThat(events.lastOfWorker().values()).containsOnly(EVENTS_PER_WORKER);
    }

    private static void checkEvent(Read read) {
        JsonNode value = json(read);
        int worker = value.get("workerId").intValue();
        assertThat(read.partition()).isEqualTo(worker % 2);
        assertThat(read.header("w")).isEqualTo(String.valueOf(worker));
        assertThat(value.get("message").textValue()).startsWith("worker " + worker + " event ");
        assertThat(value.get("hostname").textValue()).isEqualTo(hostOf(worker));
        assertThat(value.get("level").textValue()).isEqualTo("INFO");
        assertThat(value.get("logger").textValue()).isEqualTo("shop.Worker");
        assertThat(value.get("thread").textValue()).isEqualTo("worker-" + worker);
        assertThat(value.get("service").textValue()).isEqualTo("shop");
        assertThat(read.key())
                .isEqualTo(
                        value.get("epoch").textValue() + '-' + value.get("seq").longValue());
        Instant time = Instant.parse(value.get("@timestamp").textValue());
        assertThat(time).isBetween(begun, Instant.now());
        assertThat(read.timestamp()).isEqualTo(time.toEpochMilli());
    }

    private static String hostOf(int worker) {
        return worker < 2 * THREADED_PROCESSES ? "web-" + worker / 2 : KERNELS_NAME;
    }

    private static String kernelsName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Read read) {
        try {
            return JSON.readTree(read.value());
        } catch (IOException e) {
            throw new AssertionError(read.toString(), e);
        }
    }

    @Test
    void audit_findsFiveCompleteEpochs() {
        AuditReport audit = NumberedEvents.audit(BROKER, TOPIC);
        int processes = THREADED_PROCESSES + WORKERS - 2 * THREADED_PROCESSES;
        assertThat(audit.epochs())
                .hasSize(processes)
                .allMatch(epoch -> epoch.seqs().declared() == 0);
        int beginsAndEnds = 2 * processes;
        assertThat(audit.total(epoch -> epoch.seqs().delivered()))
                .isEqualTo(WORKERS * EVENTS_PER_WORKER + beginsAndEnds);
        assertThat(audit.foreign()).isZero();
        assertThat(audit.epochs())
                .extracting(epoch -> epoch.origin().worker())
                .containsExactlyInAnyOrder(null, null, null, "6", "7");
    }

    @Test
    void kcat_readsTheSame() {
        Kcat.assumeInstalled();
        String out = Kcat.run(
                "-C", "-b", BROKER.bootstrapServers(), "-t", TOPIC, "-o", "beginning", "-e", "-q", "-f", "%p %k\n");
        Map<String, Integer> partitionOfKey = new HashMap<>();
        out.lines().forEach(line -> partitionOfKey.put(line.substring(2), line.charAt(0) - '0'));
        Map<String, Integer> expected = new HashMap<>();
        BROKER.topics().reader(TOPIC).forEach(read -> expected.put(read.key(), read.partition()));
        assertThat(partitionOfKey.equals(expected))
                .as("%s keys, expecting: %s", partitionOfKey.size(), expected.size())
                .isTrue();
        String one = Kcat.run(
                "-C", "-b", BROKER.bootstrapServers(), "-t", TOPIC, "-p", "1", "-o", "100", "-c", "1", "-f", "%h %s");
        assertThat(one).contains("w=").contains("\"message\":\"worker ").contains("\"hostname\":\"");
    }

    /** What sockets and files of the application, and Kafka's client, need is not taken by the journal. */
    @Test
    void littleDirectMemory_makesTheJournalSmaller_andAllIsShipped() {
        BROKER.topics().create("little-memory", 2);
        try (WorkerProcess worker = LogWorker.config(BROKER, "little-memory", 0, 2, 1_000, Ending.RETURN)
                .property("worker", "%X{worker}")
                .jvmArg("-XX:MaxDirectMemorySize=10m")
                .start()) {
            assertThat(worker.awaitExit(Duration.ofSeconds(60)))
                    .as(worker.errors())
                    .isZero();
            assertThat(worker.errors().lines().filter(line -> !line.startsWith("SLF4J")))
                    .hasSizeLessThanOrEqualTo(1) // none where it was over before the shipper came to look
                    .allSatisfy(line -> assertThat(line)
                            .containsPattern(
                                    "ERROR loglane Kafka: the journal has [456]\\d{6} bytes, not 33554432, .*"));
        }
        assertThat(NumberedEvents.in(BROKER, "little-memory")).isEqualTo(Map.of("0", 1_000, "1", 1_000));
        NumberedEvents.audit(BROKER, "little-memory");
    }
}
