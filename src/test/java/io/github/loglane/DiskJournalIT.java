package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.BrokerProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A journal on the disk over the life of several pipelines, with a broker that is up, or none. */
class DiskJournalIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path temporary;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<LogPipeline> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(pipeline -> pipeline.close(SHORT));
    }

    private PipelineConfig.Builder config(String topic, String servers) {
        return PipelineConfig.builder()
                .name("disk")
                .topic(topic)
                .bootstrapServers(servers)
                .workerId("3")
                .journal(temporary.resolve("journals").toString())
                .journalBytes(4 << 20);
    }

    private LogPipeline open(PipelineConfig config) {
        LogPipeline pipeline = FastPace.open(config, (grade, line) -> lines.add(grade + " " + line));
        opened.add(pipeline);
        return pipeline;
    }

    private static void log(LogPipeline pipeline, int from, int to) {
        for (int i = from; i < to; i++) {
            FakeEvent event = FakeEvent.of("event " + i);
            event.epochSecond = Instant.now().getEpochSecond();
            assertThat(pipeline.append(event, false)).isEqualTo(Outcome.APPENDED);
        }
    }

    private static List<String> messages(String topic) throws Exception {
        return BROKER.topics().reader(topic).all().stream()
                .filter(read -> read.header("kind") == null)
                .map(read -> new String(read.value(), StandardCharsets.UTF_8))
                .map(value -> value.replaceAll(".*\"message\":\"([^\"]*)\".*", "$1"))
                .distinct()
                .toList();
    }

    private static List<String> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }

    @Test
    @Tag("jdk25")
    void stopWithoutBroker_keepsAllForTheNextStart() throws Exception {
        BROKER.topics().create("kept", 1);
        // the same servers in the file, and nobody there: a port that is not the broker's would be another target
        LogPipeline first = open(config("kept", BROKER.bootstrapServers())
                .producerProperty("security.protocol", "SSL")
                .build());
        log(first, 0, 1000);
        assertThat(first.close(SHORT)).isFalse();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("1000 events").contains("are kept in "));

        LogPipeline second = open(config("kept", BROKER.bootstrapServers()).build());
        log(second, 1000, 1100);
        assertThat(second.close(LONG)).as("%s", lines).isTrue();
        assertThat(messages("kept")).isEqualTo(events(1100));
        assertThat(second.counters().appended().sum()).isEqualTo(100);
        assertThat(second.counters().committed().sum()).isEqualTo(100);
        try (Stream<Path> files = Files.list(temporary.resolve("journals"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void fileThatFails_isReplacedByMemoryAndThenByAnotherFile() throws Exception {
        BROKER.topics().create("fails", 1);
        LogPipeline pipeline = open(config("fails", BROKER.bootstrapServers()).build());
        log(pipeline, 0, 100);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> pipeline.counters().committed().sum() == 100);
        try (RandomAccessFile file =
                new RandomAccessFile(temporary.resolve("journals/0.journal").toFile(), "rw")) {
            file.setLength(0);
        }
        log(pipeline, 100, 5000);
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(lines)
                        .anySatisfy(line -> assertThat(line).contains("the journal is on the disk again")));
        log(pipeline, 5000, 5100);
        assertThat(pipeline.close(LONG)).as("%s", lines).isTrue();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("ERROR").contains("0.journal failed, it is in memory"));
        assertThat(messages("fails")).isEqualTo(events(5100));
    }

    @Test
    void directoryThatIsRemoved_isMadeAgain() throws Exception {
        BROKER.topics().create("removed", 1);
        LogPipeline pipeline = open(config("removed", BROKER.bootstrapServers()).build());
        log(pipeline, 0, 100);
        deleteAll(temporary.resolve("journals"));
        Awaitility.await().atMost(LONG).until(() -> Files.exists(temporary.resolve("journals")));
        log(pipeline, 100, 200);
        assertThat(pipeline.close(LONG)).as("%s", lines).isTrue();
        assertThat(messages("removed")).isEqualTo(events(200));
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    void otherDirectoryOrSize_isAnotherJournalBehindTheOld() throws Exception {
        BROKER.topics().create("moved", 1);
        LogPipeline pipeline = open(config("moved", BROKER.bootstrapServers()).build());
        log(pipeline, 0, 1000);
        pipeline.reconfigure(config("moved", BROKER.bootstrapServers())
                .journal(temporary.resolve("other").toString())
                .build());
        log(pipeline, 1000, 2000);
        pipeline.reconfigure(config("moved", BROKER.bootstrapServers())
                .journal(null)
                .journalBytes(2 << 20)
                .build());
        log(pipeline, 2000, 3000);
        assertThat(pipeline.close(LONG)).as("%s", lines).isTrue();
        assertThat(messages("moved")).isEqualTo(events(3000));
        assertThat(pipeline.counters().committed().sum()).isEqualTo(3000);
    }

    @Test
    void directoryThatCannotBe_startsInMemoryAndSaysSo() throws Exception {
        BROKER.topics().create("readonly", 1);
        Path file = Files.writeString(temporary.resolve("journals"), "a file");
        LogPipeline pipeline =
                open(config("readonly", BROKER.bootstrapServers()).build());
        log(pipeline, 0, 100);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("WARN").contains(file.toString()).contains("the journal is in memory");
        Files.delete(file);
        Awaitility.await().atMost(LONG).until(() -> Files.isDirectory(file));
        log(pipeline, 100, 200);
        assertThat(pipeline.close(LONG)).as("%s", lines).isTrue();
        assertThat(messages("readonly")).isEqualTo(events(200));
    }
}
