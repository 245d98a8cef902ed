package io.github.loglane.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Kafka broker in a JVM of its own: one combined KRaft node on 127.0.0.1, a plain broker that joins one, or
 * a member of a {@link BrokerCluster}. Its ports stay the same over restarts, its data lives in a temporary directory until {@link #close()}.
 *
 * <p>Also a JUnit extension: {@code @RegisterExtension static final BrokerProcess BROKER = BrokerProcess.config().build()}
 * starts it before the first test of the class and closes it after the last.
 *
 * <p>To be used by one thread at a time; the clients it gives out are their callers'.
 */
public final class BrokerProcess implements AutoCloseable, BeforeAllCallback, AfterAllCallback {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TAIL_LINES = 60;
    private static final int BIND_TRIES = 5;
    /** Jars that a broker has no use for, some of which would even change how it logs. */
    private static final List<String> FOREIGN_JARS = List.of(
            "loglane", "logback", "log4j-layout", "junit", "surefire", "assertj", "awaitility", "byte-buddy", "jmh");

    private final BrokerConfig config;
    private final String clusterId;
    private final Path dir;
    private BrokerPorts ports = BrokerPorts.free();
    private ChildProcess process;
    private long logStart;
    private boolean startedOnce;
    private ExtensionContext startedBy;

    BrokerProcess(BrokerConfig config) {
        this.config = config;
        clusterId = config.clusterId();
        try {
            dir = config.directory == null
                    ? Files.createTempDirectory("loglane-broker-")
                    : Files.createDirectories(config.directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One node, plain text, no authorizer, unless told otherwise. */
    public static BrokerConfig config() {
        return new BrokerConfig();
    }

    /**
     * Returns when a client can see this broker in its cluster. Where a port was taken meanwhile, the first start goes
     * on with other ports, a later one waits for the port.
     */
    public BrokerProcess start() {
        if (isRunning()) {
            throw new IllegalStateException("broker " + config.nodeId + " runs already");
        }
        for (int i = 1; ; i++) {
            spawn();
            try {
                awaitReady();
                startedOnce = true;
                return this;
            } catch (StartFailure e) {
                process.kill();
                if (i == BIND_TRIES || !e.getMessage().contains("Address already in use")) {
                    throw e;
                }
            }
            if (!startedOnce && config.cluster == null) { // else the others know them already
                ports = ports.retried();
            }
        }
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM, and waits for the clean end. */
    public void stop() {
        if (process.stop(STOP_TIMEOUT).isEmpty()) {
            String tail = logTail();
            process.kill();
            throw new IllegalStateException("broker did not stop within " + STOP_TIMEOUT + ":\n" + tail);
        }
    }

    /** A clean stop, then a start on the same ports. */
    public void restart() {
        stop();
        start();
    }

    /** SIGSTOP: connections stay, nothing answers. */
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Of the plain listener. Certain only after the first start. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.plain();
    }

    /** Of the listener that {@link BrokerConfig#secured()} adds. */
    public String saslBootstrapServers() {
        requireOption(config.secured, "secured()");
        return "127.0.0.1:" + ports.sasl();
    }

    /** Where a proxy has to listen, and where it finds this broker. */
    public ProxyRoute proxyRoute() {
        requireOption(config.proxied, "proxied()");
        return new ProxyRoute(ports.proxy(), ports.behindProxy());
    }

    /** Users and their rights, of a broker that is {@link BrokerConfig#secured()}. */
    public BrokerAccess access() {
        requireOption(config.secured, "secured()");
        return new BrokerAccess(this);
    }

    /** A new client with all rights, to be closed by the caller. */
    public Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "reconnect.backoff.ms",
                20,
                "reconnect.backoff.max.ms",
                200,
                "enable.metrics.push",
                false));
    }

    public Topics topics() {
        return new Topics(bootstrapServers());
    }

    String clusterId() {
        return clusterId;
    }

    String voter() {
        return config.voter(ports);
    }

    /** What the broker's JVM printed, of all its starts. */
    public Path log() {
        return dir.resolve("server.log");
    }

    /** Kills the broker if it still runs and deletes its data; it cannot be started again. */
    @Override
    public void close() {
        if (!Files.exists(dir)) {
            return;
        }
        if (process != null) {
            process.kill();
        }
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (startedBy == null) { // else a nested class
            startedBy = context;
            start();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context == startedBy) {
            close();
        }
    }

    @Override
    public String toString() {
        return "broker " + config.nodeId + " at " + bootstrapServers();
    }

    private static void requireOption(boolean set, String option) {
        if (!set) {
            throw new IllegalStateException("expecting: a broker configured with " + option);
        }
    }

    private void spawn() {
        try {
            Path properties = dir.resolve("server.properties");
            Path data = dir.resolve("data");
            try (Writer writer = Files.newBufferedWriter(properties)) {
                config.properties(ports, data).store(writer, null);
            }
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + config.heap,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData", // leaves a file behind after a SIGKILL, as does the library of lz4
                    "-Djava.io.tmpdir=" + dir,
                    "-Dorg.apache.logging.log4j.level=INFO"));
            command.addAll(config.jvmArgs);
            command.addAll(List.of(
                    "-cp", classPath(), BrokerMain.class.getName(), properties.toString(), clusterId, data.toString()));
            logStart = Files.exists(log()) ? Files.size(log()) : 0;
            process = new ChildProcess(new ProcessBuilder(command)
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Jars only, and the one class of ours: the directories hold the classes and Log4j2 files of the test. They are the test's, unless a
     * property names others, for tests with another version of Kafka's client.
     */
    private String classPath() {
        Path classes = ClassFile.copy(BrokerMain.class, dir.resolve("classes"));
        String ofTheTest = System.getProperty("java.class.path");
        String jars = Stream.of(System.getProperty("loglane.broker.classpath", ofTheTest)
                        .split(File.pathSeparator, -1))
                .filter(BrokerProcess::isBrokersJar)
                .collect(Collectors.joining(File.pathSeparator));
        return classes + File.pathSeparator + jars;
    }

    private static boolean isBrokersJar(String element) {
        String name = new File(element).getName().toLowerCase(Locale.ROOT);
        return name.endsWith(".jar") && FOREIGN_JARS.stream().noneMatch(name::startsWith);
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        Admin admin = admin();
        try {
            while (!sees(admin)) {
                if (!process.isAlive()) {
                    throw new StartFailure("broker ended at its start:\n" + logTail());
                }
                if (System.nanoTime() > deadline) {
                    throw new StartFailure("broker not ready after " + START_TIMEOUT + ":\n" + logTail());
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        } finally {
            admin.close(Duration.ZERO); // else it waits for the calls that nobody answered
        }
    }

    private boolean sees(Admin admin) {
        try {
            return admin.describeCluster().nodes().get(POLL.toMillis() * 20, TimeUnit.MILLISECONDS).stream()
                    .anyMatch(node -> node.id() == config.nodeId);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while the broker starts");
        }
    }

    private String logTail() {
        try {
            byte[] bytes = Files.readAllBytes(log());
            int from = (int) Math.min(logStart, bytes.length);
            List<String> all = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** The message holds the end of the broker's log. */
    private static final class StartFailure extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        StartFailure(String message) {
            super(message);
        }
    }
}
