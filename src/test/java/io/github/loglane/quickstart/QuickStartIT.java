package io.github.loglane.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start as its users have it, but shorter; a shell stands for Maven. */
class QuickStartIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration GONE_TIMEOUT = Duration.ofSeconds(30);
    private static final List<String> SHORT = List.of("before=3", "outage=2", "after=2", "desks=2", "rate=50");

    @TempDir
    Path temporary;

    @TempDir
    Path output;

    private final Set<ProcessHandle> seen = new HashSet<>();
    private Process shell;

    @AfterEach
    void killWhatIsLeft() {
        seen.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void quickStart_showsThatNothingIsLost() throws Exception {
        start();
        Awaitility.await().atMost(TIMEOUT).until(this::hasEnded);
        assertThat(output())
                .containsPattern("host +worker partition  level  message\n")
                .containsPattern(" 1 +1  [A-Z]+ +order \\d+ of desk [12]: ")
                .containsPattern(" 2 +0  [A-Z]+ +order \\d+ of desk [12]: ")
                .containsPattern(" 3 +1  [A-Z]+ +order \\d+ of desk [12]: ")
                .containsPattern("conf updated 1, after [\\d,]+ ms\n")
                .containsPattern("conf updated 2, after [\\d,]+ ms\n")
                .containsPattern("conf updated 3, after [\\d,]+ ms\n")
                .containsPattern(" [123] +[01]  DEBUG  card for order \\d+ at desk [12]: refused")
                .contains("SIGKILL to Kafka")
                .contains("Kafka is back")
                .containsPattern("worker 1 +([\\d,]+) +\\1 +0 +0 +\\d+   \\d+\\.\\d ms\n")
                .containsPattern("all +([\\d,]+) +\\1 +0 +0 +\\d+   \\d+\\.\\d ms\n")
                .contains("audit      complete: 3 of 3 epochs ended, 0 missing, 0 reordered, 0 dropped")
                .contains("KAFKA_BOOTSTRAP_SERVERS=")
                .doesNotContain("\033[");
        assertThat(shell.exitValue()).isZero();
        assertThat(seen).hasSizeGreaterThanOrEqualTo(7); // shell, launcher, stage, three workers, Kafka
        assertNothingIsLeft();
    }

    @Test
    void gapThatNobodyDeclares_isAFailure() throws Exception {
        start("before=10", "outage=1", "after=1", "desks=2", "rate=50");
        awaitOutput("starting 3 workers");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Plan.TOPIC, 0, "abc-5", "{}")).get();
        }
        Awaitility.await().atMost(TIMEOUT).until(this::hasEnded);
        assertThat(output()).contains("audit      missing: 3 of 4 epochs ended, 4 missing");
        assertThat(shell.exitValue()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void killedLauncher_leavesNothing() throws Exception {
        start();
        awaitOutput("partition  level  message");
        ProcessHandle launcher = shell.children().findFirst().orElseThrow();
        launcher.destroyForcibly();
        assertNothingIsLeft();
    }

    @Test
    void killedStage_leavesNothing() throws Exception {
        start();
        awaitOutput("starting 3 workers");
        ProcessHandle launcher = shell.children().findFirst().orElseThrow();
        launcher.children().findFirst().orElseThrow().destroyForcibly();
        assertNothingIsLeft();
    }

    @Test
    void killedParent_leavesNothing() throws Exception {
        start();
        awaitOutput("Kafka is away");
        shell.destroyForcibly();
        assertNothingIsLeft();
    }

    @Test
    void terminatedLauncher_leavesNothing() throws Exception {
        start();
        awaitOutput("starting Kafka");
        shell.children().findFirst().orElseThrow().destroy();
        assertNothingIsLeft();
    }

    private void start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\"; exit $?", "sh"));
        command.addAll(Jvm.command(temporary, "64m", List.of(), QuickStart.class));
        command.addAll(args.length == 0 ? SHORT : List.of(args));
        shell = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(outputFile().toFile())
                .start();
    }

    private boolean hasEnded() {
        look();
        return !shell.isAlive();
    }

    private void look() {
        seen.add(shell.toHandle());
        shell.descendants().forEach(seen::add);
    }

    private void awaitOutput(String text) {
        Awaitility.await().atMost(TIMEOUT).until(() -> {
            look();
            return output().contains(text);
        });
        look();
    }

    private void assertNothingIsLeft() throws Exception {
        Awaitility.await().atMost(GONE_TIMEOUT).until(() -> seen.stream().noneMatch(ProcessHandle::isAlive));
        Awaitility.await().atMost(GONE_TIMEOUT).until(() -> {
            try (Stream<Path> left = Files.list(temporary)) {
                return left.findAny().isEmpty();
            }
        });
        assertThat(shell.waitFor(GONE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private String bootstrapServers() throws IOException {
        try (Stream<Path> all = Files.walk(temporary, 3)) {
            Path file = all.filter(path -> path.endsWith("server.properties"))
                    .findAny()
                    .orElseThrow();
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return properties.getProperty("advertised.listeners").replace("PLAINTEXT://", "");
        }
    }

    private String output() throws IOException {
        return Files.readString(outputFile());
    }

    private Path outputFile() {
        return output.resolve("out");
    }
}
