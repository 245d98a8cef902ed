package io.github.loglane.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;

/**
 * A real rsyslog with a configuration of its own, whose files are all in the directory that it is given.
 *
 * <p>One thread at a time.
 */
public final class RsyslogProcess implements AutoCloseable {

    /** Where Debian has it, which is not in the PATH of every user. */
    private static final Path IN_DEBIAN = Path.of("/usr/sbin/rsyslogd");

    private static final String PROGRAM = Files.isExecutable(IN_DEBIAN) ? IN_DEBIAN.toString() : "rsyslogd";
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(20);

    private final Path log;
    private final ChildProcess process;
    private final ChildProcess guard;

    /** Checks the configuration, then starts it without waiting. */
    public RsyslogProcess(Path directory, Path configuration) throws IOException {
        log = directory.resolve("rsyslog.log");
        String file = configuration.toString();
        OptionalInt status = start(PROGRAM, "-N1", "-f", file).awaitExit(CHECK_TIMEOUT);
        if (status.isEmpty() || status.getAsInt() != 0) {
            throw new AssertionError("expecting: a configuration without errors, found: " + Files.readString(log));
        }
        Path pidFile = directory.resolve("rsyslog.pid");
        Files.deleteIfExists(pidFile); // of one that was killed
        process = start(PROGRAM, "-n", "-f", file, "-i", pidFile.toString());
        // rsyslog does not look at its standard input; this one does, and ends it when this JVM is gone
        guard = start("sh", "-c", "read line; kill -KILL $0", String.valueOf(process.pid()));
    }

    private ChildProcess start(String... command) {
        return new ChildProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    }

    /** Skips the test on a machine without it, or without the modules for Kafka and Elasticsearch. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(
                isInstalled(),
                "rsyslog is not installed (Debian: apt-get install rsyslog rsyslog-kafka rsyslog-elasticsearch)");
    }

    private static boolean isInstalled() {
        try {
            Path configuration = Files.createTempFile("loglane-rsyslog-", ".conf");
            try {
                Files.writeString(
                        configuration,
                        "module(load=\"imkafka\")\nmodule(load=\"omelasticsearch\")\nmodule(load=\"mmjsonparse\")\n*.* /dev/null\n");
                return new ProcessBuilder(PROGRAM, "-N1", "-f", configuration.toString())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } finally {
                Files.delete(configuration);
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What it said of itself so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, as it is to be ended: a SIGTERM would cost what it has not read yet. */
    @Override
    public void close() {
        guard.kill();
        process.kill();
    }
}
