package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernel answers one system call of the journal after the other with an error, as a broken disk does ({@code strace -e
 * inject}): the application logs on, the journal is in memory until the disk does what it should, and all events are in Kafka.
 *
 * <p>A store into mapped memory is no system call; its errors are in {@code DiskTroubleIT} and {@code TornStoresTest}.
 */
class InjectedErrorIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String MAKING = "0.journal.making";
    private static final String AT_START = "the journal is in memory";
    private static final String LATER = "failed, it is in memory now";
    private static final String AGAIN = "the journal is on the disk again";

    @TempDir
    Path temporary;

    @BeforeAll
    static void needTracer() throws InterruptedException {
        Assumptions.assumeTrue(canTrace(), "strace is missing, or may not trace here");
    }

    private static boolean canTrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Each error comes a few times and then no more, so that what is tried again works in the end. */
    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("create", "openat:error=EIO:when=1..3", MAKING, AT_START),
                Arguments.of("lock", "fcntl:error=ENOLCK:when=1..3", "0.lock", AT_START),
                Arguments.of("room-at-start", "write:error=ENOSPC:when=2..3", MAKING, AT_START),
                Arguments.of("size", "ftruncate:error=EIO:when=1..3", MAKING, AT_START),
                Arguments.of("map", "mmap:error=ENOMEM:when=2..4", MAKING, AT_START),
                Arguments.of("name", "rename:error=EIO:when=1..3", MAKING, AT_START),
                Arguments.of("force", "msync:error=EIO:when=5..8", "", LATER));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("errors")
    void error_costsNoEventAndIsOvercome(String name, String injection, String file, String told) throws Exception {
        BROKER.topics().create(name, 1);
        Files.createDirectory(notes());
        try (WorkerProcess process = start(name, injection, file, 1)) {
            process.awaitLine(line -> line.contains(told), TIMEOUT);
            process.awaitLine(line -> line.contains(AGAIN), TIMEOUT);
            int before = returned();
            Awaitility.await().atMost(TIMEOUT).until(() -> returned() > before + 100);
            stopAndCheck(process, name);
        }
    }

    /** The room behind the journal's beginning cannot be had, also not for a journal made anew. */
    @Test
    void noRoomFromSomewhereOn_leavesTheJournalInMemory() throws Exception {
        String topic = "room-later";
        BROKER.topics().create(topic, 1);
        Files.createDirectory(notes());
        try (WorkerProcess process = start(topic, "write:error=EIO:when=1+", "0.journal", 0)) {
            process.awaitLine(line -> line.contains(LATER), TIMEOUT);
            stopAndCheck(process, topic);
        }
    }

    private void stopAndCheck(WorkerProcess process, String topic) throws IOException {
        process.send("stop");
        assertThat(process.awaitExit(TIMEOUT)).as(process.errors()).isZero();
        String stopped = process.awaitLine(line -> line.startsWith("stopped"), TIMEOUT);
        assertThat(stopped).startsWith("stopped true").contains("reordersSeen=0");
        assertThat(Files.readString(trace())).contains("(INJECTED)");
        process.lines().stream()
                .filter(line -> line.matches("(WARN|ERROR) .*"))
                .limit(3)
                .forEach(System.out::println);
        System.out.printf(
                "%s: %s%n",
                topic,
                KilledArrived.read(BROKER.bootstrapServers(), topic, number -> number)
                        .checkReturned(notes(), 1));
        assertThat(directory().resolve(MAKING)).doesNotExist();
    }

    private WorkerProcess start(String topic, String injection, String file, long pauseMs) {
        return WorkerProcess.of(
                        Sibling.class,
                        topic,
                        BROKER.bootstrapServers(),
                        directory().toString(),
                        notes().toString(),
                        "0",
                        String.valueOf(pauseMs),
                        "fast")
                .property(Sibling.FORCE_MS, "100")
                .under(tracer(injection, file))
                .start();
    }

    private List<String> tracer(String injection, String file) {
        String call = injection.substring(0, injection.indexOf(':'));
        List<String> on = file.isEmpty()
                ? List.of()
                : List.of("-P", directory().resolve(file).toString());
        return Stream.of(
                        List.of("strace", "-f", "--seccomp-bpf", "-qq", "-o", trace().toString()),
                        on,
                        List.of("-e", "trace=" + call, "-e", "inject=" + injection))
                .flatMap(List::stream)
                .toList();
    }

    private int returned() throws IOException {
        return KilledLoad.returned(notes(), 0, 0);
    }

    private Path trace() {
        return temporary.resolve("trace");
    }

    private Path directory() {
        return temporary.resolve("journals");
    }

    private Path notes() {
        return temporary.resolve("notes");
    }
}
