package io.github.loglane.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A test's main class in a JVM of its own, which ends with the test's JVM. Its output goes to files, so it never waits
 * for a reader, and what it printed before a SIGKILL is there. The main class reads what {@link #send} sent by {@link
 * WorkerMain#nextLine()}, not from standard input.
 *
 * <p>One thread at a time.
 */
public final class WorkerProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final Path dir;
    private final ChildProcess process;

    WorkerProcess(WorkerConfig config) {
        name = config.name();
        try {
            dir = Files.createTempDirectory("loglane-worker-");
            Files.createDirectory(temporary());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessBuilder builder = new ProcessBuilder(config.command(temporary()))
                .redirectOutput(out().toFile())
                .redirectError(err().toFile());
        builder.environment().putAll(config.env);
        process = new ChildProcess(builder);
    }

    public static WorkerConfig of(Class<?> main, String... args) {
        return new WorkerConfig(main, args);
    }

    /** For a main class of this jar, with nothing of the test's class path but what ends it with the test. */
    public static WorkerConfig ofJar(Path jar, String main, String... args) {
        return new WorkerConfig(jar, main, args);
    }

    /** One that is complete in itself: it has nothing of the test's class path, and only {@link #close()} ends it. */
    public static WorkerConfig executable(Path jar, String... args) {
        return new WorkerConfig(jar, null, args);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void send(String line) {
        try {
            process.send(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM, without waiting. */
    public void terminate() {
        OptionalInt ignored = process.stop(Duration.ZERO);
    }

    /** SIGSTOP. */
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /** The exit status. Fails at the timeout. */
    public int awaitExit(Duration timeout) {
        return process.awaitExit(timeout).orElseThrow(() -> failure("its end within " + timeout));
    }

    /** Complete lines of standard output so far; not one that was cut off by a kill. */
    public List<String> lines() {
        String text = text(out());
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Standard error so far. */
    public String errors() {
        return text(err());
    }

    /**
     * Lines of standard error that tell of more than trouble with a broker: no WARN of loglane's, nor SLF4J's own lines, Logback's INFO, or
     * what newer JDKs say of the native library of lz4.
     */
    public List<String> errorsBeyondWarnings() {
        return errors().lines()
                .filter(line -> !line.matches(".*( WARN loglane|\\|-WARN in loglane|\\|-INFO).*"))
                .filter(line -> !line.startsWith("SLF4J") && !line.startsWith("WARNING: ") && !line.isBlank())
                .toList();
    }

    /** The first line of standard output that satisfies this. Fails at the timeout, or when the process has ended. */
    public String awaitLine(Predicate<String> condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            boolean last = !process.isAlive() || System.nanoTime() > deadline;
            var found = lines().stream().filter(condition).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (last) {
                throw failure("a certain line within " + timeout);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Kills it if it still runs and deletes its output and its temporary folder. */
    @Override
    public void close() {
        process.kill();
        try {
            for (Path file : everything()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each folder behind what is in it. */
    private List<Path> everything() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private Path temporary() {
        return dir.resolve("tmp");
    }

    private Path out() {
        return dir.resolve("out");
    }

    private Path err() {
        return dir.resolve("err");
    }

    private AssertionError failure(String expected) {
        return new AssertionError("expecting: " + expected + ", found: " + name + (isAlive() ? " runs" : " has ended")
                + "\n" + text(out()) + "\n" + errors());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
