package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.FastPace;
import io.github.loglane.LogPipeline;
import io.github.loglane.Outcome;
import io.github.loglane.PipelineConfig;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.tools.Audit;
import io.github.loglane.tools.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One directory for several appenders, topics, clusters and processes, and what a start finds in it that wants something else. */
class SharedDirectoryIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @RegisterExtension
    static final BrokerProcess OTHER = BrokerProcess.config().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int SLOTS = 8;
    private static final int MIB = 1 << 20;

    @TempDir
    Path temporary;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<LogPipeline> opened = new ArrayList<>();
    private final List<WorkerProcess> processes = new ArrayList<>();

    @BeforeEach
    void makeNotes() throws IOException {
        Files.createDirectory(notes());
    }

    @AfterEach
    void end() {
        opened.forEach(pipeline -> pipeline.close(SHORT));
        processes.forEach(WorkerProcess::close);
        if (!BROKER.isRunning()) {
            BROKER.start();
        }
    }

    private Path notes() {
        return temporary.resolve("notes");
    }

    private Path directory() {
        return temporary.resolve("journals");
    }

    private PipelineConfig.Builder config(BrokerProcess broker, String topic) {
        return PipelineConfig.builder()
                .name("shared")
                .topic(topic)
                .bootstrapServers(broker.bootstrapServers())
                .producerProperty("metadata.max.age.ms", "1000")
                .workerId("3")
                .journal(directory().toString())
                .journalBytes(4 * MIB);
    }

    private LogPipeline open(PipelineConfig config) {
        LogPipeline pipeline = FastPace.open(config, (grade, line) -> lines.add(grade + " " + line));
        opened.add(pipeline);
        return pipeline;
    }

    private LogPipeline open(BrokerProcess broker, String topic) {
        return open(config(broker, topic).build());
    }

    private static void log(LogPipeline pipeline, int from, int to) {
        for (int i = from; i < to; i++) {
            FakeEvent event = FakeEvent.of("event " + i);
            event.epochSecond = Instant.now().getEpochSecond();
            assertThat(pipeline.append(event, false)).isEqualTo(Outcome.APPENDED);
        }
    }

    private WorkerProcess startSibling(String topic, int number, int pauseMs, String... child) {
        List<String> args = new ArrayList<>(List.of(
                topic,
                BROKER.bootstrapServers(),
                directory().toString(),
                notes().toString(),
                String.valueOf(number),
                String.valueOf(pauseMs),
                "fast"));
        args.addAll(List.of(child));
        WorkerProcess process =
                WorkerProcess.of(Sibling.class, args.toArray(String[]::new)).start();
        processes.add(process);
        process.awaitLine("open"::equals, TIMEOUT);
        return process;
    }

    private void killAfter(WorkerProcess process, int number, int events) {
        await().atMost(TIMEOUT).until(() -> KilledLoad.returned(notes(), number, 0) > events);
        process.kill();
    }

    private static List<Integer> numbers(BrokerProcess broker, String topic) {
        return broker.topics().reader(topic).all().stream()
                .filter(read -> read.header("kind") == null)
                .map(SharedDirectoryIT::number)
                .distinct()
                .toList();
    }

    private static int number(Read read) {
        String value = new String(read.value(), StandardCharsets.UTF_8);
        return Integer.parseInt(value.replaceAll(".*\"message\":\"event (\\d+)\".*", "$1"));
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private List<String> journals() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    private static void checkAudit(BrokerProcess broker, String topic) {
        assertThat(Audit.run(Map.of("bootstrap.servers", broker.bootstrapServers()), topic)
                        .verdict())
                .isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void moreProcessesThanSlots_theLastLogsToMemoryUntilOneIsFree() throws Exception {
        BROKER.topics().create("slots", 2);
        WorkerProcess first = startSibling("slots", 0, 5);
        for (int slot = 1; slot < SLOTS; slot++) {
            log(open(BROKER, "slots"), 0, 10);
        }
        assertThat(journals()).hasSize(SLOTS);
        WorkerProcess beyond = startSibling("slots", 1, 5);
        await().atMost(TIMEOUT).until(() -> KilledLoad.returned(notes(), 1, 0) > 100);
        assertThat(beyond.lines().stream().filter(line -> line.startsWith("WARN")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("expecting: a free slot of 8 in ")
                        .contains("the journal is in memory"));
        assertThat(opened.get(0).close(TIMEOUT)).isTrue();
        beyond.awaitLine(line -> line.contains("the journal is on the disk again"), TIMEOUT);
        for (WorkerProcess process : List.of(first, beyond)) {
            process.send("stop");
            assertThat(process.awaitExit(TIMEOUT)).as(process.errors()).isZero();
            assertThat(process.lines()).anyMatch(line -> line.startsWith("stopped true"));
        }
        assertThat(opened)
                .allSatisfy(pipeline -> assertThat(pipeline.close(TIMEOUT)).isTrue());
        KilledArrived.read(BROKER.bootstrapServers(), "slots", number -> number).checkReturned(notes(), 2);
        checkAudit(BROKER, "slots");
        assertThat(journals()).hasSize(SLOTS);
    }

    /** It inherits neither the lock nor the descriptor that the lock hangs on. */
    @Test
    void childOfTheKilled_holdsNoSlot() throws Exception {
        BROKER.topics().create("forked", 1);
        WorkerProcess parent = startSibling("forked", 0, 1, "sleep", "300");
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(parent.awaitLine(line -> line.startsWith("child "), TIMEOUT)
                                .substring("child ".length())))
                .orElseThrow();
        try {
            killAfter(parent, 0, 200);
            LogPipeline successor = open(BROKER, "forked");
            assertThat(child.isAlive()).isTrue();
            assertThat(journals()).containsExactly("0.journal");
            assertThat(successor.close(TIMEOUT)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        KilledArrived.read(BROKER.bootstrapServers(), "forked", number -> number)
                .checkReturned(notes(), 1);
        checkAudit(BROKER, "forked");
    }

    @Test
    void topicsAndClusters_keepToTheirOwnJournals() throws Exception {
        BROKER.topics().create("one", 1);
        BROKER.topics().create("two", 1);
        OTHER.topics().create("one", 1);
        OTHER.pause();
        BROKER.pause();
        LogPipeline elsewhere = open(OTHER, "one");
        LogPipeline two = open(BROKER, "two");
        log(elsewhere, 0, 300);
        log(two, 0, 200);
        try {
            assertThat(elsewhere.close(SHORT)).isFalse();
            assertThat(two.close(SHORT)).isFalse();
        } finally {
            BROKER.resume();
        }
        WorkerProcess orphan = startSibling("one", 0, 1);
        LogPipeline one = open(BROKER, "one");
        log(one, 0, 100);
        assertThat(journals()).hasSize(4);
        killAfter(orphan, 0, 500);
        // adopts what is of its topic and cluster, which stands behind what is not
        await().atMost(TIMEOUT).until(() -> one.counters().adoptedSlots().sum() == 1);
        await().atMost(TIMEOUT).until(() -> journals().size() == 3);
        assertThat(one.close(TIMEOUT)).isTrue();
        KilledArrived.read(BROKER.bootstrapServers(), "one", number -> number).checkReturned(notes(), 1);
        assertThat(numbers(BROKER, "two")).isEmpty();
        LogPipeline restarted = open(BROKER, "two");
        log(restarted, 200, 210);
        assertThat(restarted.close(TIMEOUT)).isTrue();
        assertThat(numbers(BROKER, "two")).isEqualTo(upTo(210));
        OTHER.resume();
        assertThat(numbers(OTHER, "one")).isEmpty();
        LogPipeline there = open(OTHER, "one");
        assertThat(there.close(TIMEOUT)).isTrue();
        assertThat(numbers(OTHER, "one")).isEqualTo(upTo(300));
        checkAudit(BROKER, "one");
        checkAudit(BROKER, "two");
        checkAudit(OTHER, "one");
    }

    @Test
    void otherSize_isTakenOnceTheJournalIsEmpty() throws Exception {
        BROKER.topics().create("size", 1);
        BROKER.pause();
        LogPipeline small = open(BROKER, "size");
        log(small, 0, 100);
        assertThat(small.close(SHORT)).isFalse();
        PipelineConfig larger = config(BROKER, "size").journalBytes(8 * MIB).build();
        LogPipeline kept = open(larger);
        log(kept, 100, 200);
        BROKER.resume();
        assertThat(kept.journalCapacityBytes()).isEqualTo(4 * MIB);
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).contains("keeps its 4194304 bytes").contains("until a start finds it empty"));
        assertThat(kept.close(TIMEOUT)).isTrue();
        LogPipeline grown = open(larger);
        assertThat(grown.journalCapacityBytes()).isEqualTo(8 * MIB);
        log(grown, 200, 300);
        assertThat(grown.close(TIMEOUT)).isTrue();
        assertThat(numbers(BROKER, "size")).isEqualTo(upTo(300));
        assertThat(journals()).containsExactly("0.journal");
        checkAudit(BROKER, "size");
    }

    @Test
    void recordsTooLargeForTheJournalThatIsThere_goToAnother() throws Exception {
        BROKER.topics().create("large", 1);
        BROKER.pause();
        LogPipeline small = open(BROKER, "large");
        log(small, 0, 100);
        assertThat(small.close(SHORT)).isFalse();
        LogPipeline large = open(config(BROKER, "large")
                .journalBytes(32 * MIB)
                .maxRecordBytes(2 * MIB)
                .build());
        log(large, 100, 200);
        BROKER.resume();
        assertThat(journals()).containsExactly("0.journal", "1.journal");
        await().atMost(TIMEOUT).until(() -> large.counters().adoptedSlots().sum() == 1);
        await().atMost(TIMEOUT).until(() -> journals().size() == 1);
        assertThat(large.close(TIMEOUT)).isTrue();
        assertThat(numbers(BROKER, "large")).containsExactlyInAnyOrderElementsOf(upTo(200));
        assertThat(lines).anyMatch(line -> line.contains("is too small for records of 2097152 and not empty"));
        checkAudit(BROKER, "large");
    }

    @Test
    void partitions_addedWhileWhatTheKilledLeftIsReplayed() throws Exception {
        BROKER.topics().create("grown", 2);
        BROKER.pause();
        WorkerProcess killed = startSibling("grown", 0, 0);
        killAfter(killed, 0, 5_000);
        BROKER.resume();
        WorkerProcess successor = startSibling("grown", 1, 1);
        await().atMost(TIMEOUT).until(() -> BROKER.topics().endOffset("grown", 0) > 0);
        BROKER.topics().expand("grown", 3);
        await().atMost(TIMEOUT).until(() -> KilledLoad.returned(notes(), 1, 0) > 2_000);
        successor.send("stop");
        assertThat(successor.awaitExit(TIMEOUT)).as(successor.errors()).isZero();
        assertThat(successor.lines()).anyMatch(line -> line.startsWith("stopped true"));
        KilledArrived.read(BROKER.bootstrapServers(), "grown", number -> 0).checkReturned(notes(), 2);
        checkAudit(BROKER, "grown");
    }

    /** What was acked before went with the topic; all that was not is in the new one, in order, without a hole. */
    @Test
    void topic_madeAnewWhileWhatTheKilledLeftIsReplayed() throws Exception {
        BROKER.topics().create("anew", 1);
        BROKER.pause();
        WorkerProcess killed = startSibling("anew", 0, 0);
        killAfter(killed, 0, 5_000);
        BROKER.resume();
        WorkerProcess successor = startSibling("anew", 1, 1);
        await().atMost(TIMEOUT).until(() -> BROKER.topics().endOffset("anew", 0) > 0);
        BROKER.topics().delete("anew");
        BROKER.topics().create("anew", 1);
        int logged = KilledLoad.returned(notes(), 1, 0);
        await().atMost(TIMEOUT).until(() -> KilledLoad.returned(notes(), 1, 0) > logged + 1_000);
        successor.send("stop");
        assertThat(successor.awaitExit(TIMEOUT)).as(successor.errors()).isZero();
        assertThat(successor.lines()).anyMatch(line -> line.startsWith("stopped true"));
        KilledArrived arrived = KilledArrived.read(BROKER.bootstrapServers(), "anew", number -> 0);
        List<Integer> found = arrived.eventsOf(1, 0);
        int last = KilledLoad.returned(notes(), 1, 0);
        assertThat(found)
                .isEqualTo(IntStream.rangeClosed(found.get(0), last).boxed().toList());
        List<Integer> old = arrived.eventsOf(0, 0);
        if (found.get(0) > 1) {
            assertThat(old).isEmpty();
        } else if (!old.isEmpty()) {
            int end = old.get(old.size() - 1);
            assertThat(end).isGreaterThanOrEqualTo(KilledLoad.returned(notes(), 0, 0));
            assertThat(old)
                    .isEqualTo(IntStream.rangeClosed(old.get(0), end).boxed().toList());
        }
    }
}
