package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or read-only, and threads that are interrupted: nothing is lost, nobody gets an exception. */
class DiskTroubleIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long MIB = 1 << 20;
    private static final JournalKeeper.Pace FAST =
            new JournalKeeper.Pace(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofMillis(400));
    private static final int THREADS = 8;
    private static final int VIRTUAL_THREADS = 10_000;
    private static final int EVENTS = Integer.getInteger("loglane.trouble.events", 2_000);

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @TempDir
    Path temporary;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<LogPipeline> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(pipeline -> pipeline.close(Duration.ofMillis(300)));
    }

    private LogPipeline open(String topic, Path journals, long journalBytes) throws Exception {
        BROKER.topics().create(topic, 1);
        PipelineConfig config = PipelineConfig.builder()
                .name("trouble")
                .topic(topic)
                .bootstrapServers(BROKER.bootstrapServers())
                .workerId("3")
                .journal(journals.toString())
                .journalBytes(journalBytes)
                .maxWaitMs(60_000)
                .build();
        LogPipeline pipeline = LogPipeline.open(config, (grade, line) -> lines.add(grade + " " + line), null, FAST);
        opened.add(pipeline);
        return pipeline;
    }

    private static void log(LogPipeline pipeline, String text) {
        FakeEvent event = FakeEvent.of(text);
        event.epochSecond = Instant.now().getEpochSecond();
        assertThat(pipeline.append(event, false)).isEqualTo(Outcome.APPENDED);
    }

    private static void log(LogPipeline pipeline, int from, int to, String filling) {
        for (int i = from; i < to; i++) {
            log(pipeline, "event " + i + filling);
        }
    }

    private static List<String> messages(String topic) throws Exception {
        return BROKER.topics().reader(topic).all().stream()
                .filter(read -> read.header("kind") == null)
                .map(read -> new String(read.value(), StandardCharsets.UTF_8))
                .map(value ->
                        value.replaceAll(".*\"message\":\"([^\"]*)\".*", "$1").strip())
                .distinct()
                .toList();
    }

    private static List<String> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }

    private void closeAndExpect(LogPipeline pipeline, String topic, int count) throws Exception {
        assertThat(pipeline.close(LONG)).as("%s", lines).isTrue();
        assertThat(messages(topic)).isEqualTo(events(count));
    }

    @Test
    void diskFullAtStart_isTakenOnceItHasRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 24 * MIB)) {
            Path filler = disk.fill();
            LogPipeline pipeline = open("full-at-start", disk.directory().resolve("journals"), 16 * MIB);
            log(pipeline, 0, 100, "");
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("WARN")
                            .contains("the journal is in memory")
                            .contains(disk.directory().toString()));
            Files.delete(filler);
            awaitDiskAgain();
            log(pipeline, 100, 200, "");
            closeAndExpect(pipeline, "full-at-start", 200);
        }
    }

    private void awaitDiskAgain() {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(lines)
                        .anySatisfy(line -> assertThat(line).contains("the journal is on the disk again")));
    }

    @Test
    void diskThatFillsInFlight_costsNothing() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 112 * MIB)) {
            LogPipeline pipeline = open("fills", disk.directory().resolve("journals"), 100 * MIB);
            log(pipeline, 0, 100, "");
            Path filler = disk.fill();
            // more than was kept ahead of the writer, and more than fits into memory
            String filling = " ".repeat(16 << 10);
            int events = (int) (100 * MIB / filling.length());
            log(pipeline, 100, events, filling);
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line).startsWith("ERROR").contains("failed, it is in memory now"));
            Files.delete(filler);
            awaitDiskAgain();
            log(pipeline, events, events + 100, "");
            closeAndExpect(pipeline, "fills", events + 100);
        }
    }

    @Test
    void readOnlyDirectory_isToldAndTakenOnceItIsNot() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 24 * MIB)) {
            disk.readOnly(true);
            LogPipeline pipeline = open("read-only", disk.directory().resolve("journals"), 4 * MIB);
            log(pipeline, 0, 100, "");
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line).startsWith("WARN").contains("the journal is in memory"));
            disk.readOnly(false);
            awaitDiskAgain();
            log(pipeline, 100, 200, "");
            closeAndExpect(pipeline, "read-only", 200);
        }
    }

    @Test
    void threadsInterruptedAtRandom_logOnToTheDisk() throws Exception {
        LogPipeline pipeline = open("interrupted", temporary.resolve("journals"), 64 * MIB);
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int first = t * EVENTS;
            Thread thread = new Thread(() -> {
                log(pipeline, first, first + EVENTS, "");
                done.countDown();
            });
            threads.add(thread);
            thread.start();
        }
        while (!done.await(0, TimeUnit.SECONDS) && threads.stream().anyMatch(Thread::isAlive)) {
            threads.get(ThreadLocalRandom.current().nextInt(THREADS)).interrupt();
        }
        assertThat(done.getCount()).isZero();
        expectAll(pipeline, "interrupted", THREADS * EVENTS);
    }

    /** On the disk all the time, and all of them in Kafka; in an order that the threads have made. */
    private void expectAll(LogPipeline pipeline, String topic, int count) throws Exception {
        assertThat(pipeline.close(LONG)).as("%s", lines).isTrue();
        assertThat(messages(topic)).containsExactlyInAnyOrderElementsOf(events(count));
        assertThat(lines).noneSatisfy(line -> assertThat(line).contains("in memory"));
        assertThat(pipeline.counters().committed().sum()).isEqualTo(count);
    }

    @Test
    @Tag("jdk25")
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads; the build runs this on JDK 25 too")
    void manyVirtualThreads_logToTheDisk() throws Exception {
        LogPipeline pipeline = open("virtual", temporary.resolve("journals"), 64 * MIB);
        // the source level is older than virtual threads
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        CountDownLatch logged = new CountDownLatch(VIRTUAL_THREADS);
        for (int i = 0; i < VIRTUAL_THREADS; i++) {
            String text = "event " + i;
            threads.execute(() -> {
                log(pipeline, text);
                logged.countDown();
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        assertThat(logged.getCount()).isZero();
        expectAll(pipeline, "virtual", VIRTUAL_THREADS);
    }

    @Test
    void fileRemovedAndDiskFull_logsOnInMemory() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), 48 * MIB)) {
            LogPipeline pipeline = open("removed-full", disk.directory().resolve("journals"), 16 * MIB);
            log(pipeline, 0, 100, "");
            Files.delete(disk.directory().resolve("journals/0.journal"));
            // what was removed takes its room until the JVM collects the mapping
            Path filler = disk.fill();
            log(pipeline, 100, 200, "");
            Files.delete(filler);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> Files.exists(disk.directory().resolve("journals/0.journal"))
                            || Files.exists(disk.directory().resolve("journals/1.journal")));
            log(pipeline, 200, 300, "");
            closeAndExpect(pipeline, "removed-full", 300);
        }
    }
}
