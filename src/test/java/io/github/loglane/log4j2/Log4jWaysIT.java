package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.front.NumberedEvents;
import io.github.loglane.log4j2.LogWorker.Ending;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.tools.AuditReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Log4j2's own ways with the appender: each event arrives once and in its worker's order. All-async loggers ({@code
 * AsyncLoggerContextSelector}) are in {@link MainJobIT} and {@link RecursionIT}, a Failover that has to take over in {@link
 * RefusedEventTest}, reconfigurations by the thousand in {@link ReconfigurationIT}.
 */
class Log4jWaysIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int WORKERS = 3;

    /** Fewer than the ring of asynchronous loggers has room for: Log4j 2.26.1 itself loses some where that is full. */
    private static final int EVENTS = 1_300;

    private static final String SERVERS = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}";

    private final String topic = "ways-" + NUMBER.incrementAndGet();

    @TempDir
    private Path dir;

    @BeforeEach
    void createTopic() {
        BROKER.topics().create(topic, 2);
    }

    private String kafka(String attributes, String... children) {
        return "<WorkerKafka name='Kafka' bootstrapServers='%s' topic='%s' stopTimeoutMs='60000' %s>%s</WorkerKafka>"
                .formatted(BROKER.bootstrapServers(), topic, attributes, String.join("", children));
    }

    private static String configuration(String appenders, String ref) {
        return "<Configuration><Appenders>" + appenders + "</Appenders><Loggers><Root level='INFO'><AppenderRef ref='"
                + ref + "'/></Root></Loggers></Configuration>";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Log4jWaysIT.class.getResourceAsStream("ways/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Logs from as many threads as there are workers, at the same time; the thread context names the worker. */
    private static void log(LoggerContext context, long pauseNanos) throws InterruptedException {
        Logger logger = context.getLogger("shop.Worker");
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            int id = worker;
            threads.add(new Thread(() -> logAs(logger, id, pauseNanos), "worker-" + id));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void logAs(Logger logger, int worker, long pauseNanos) {
        ThreadContext.put("worker", String.valueOf(worker));
        for (int i = 1; i <= EVENTS; i++) {
            ThreadContext.put("number", String.valueOf(i));
            logger.info("worker {} event {}", worker, i);
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private void logAndStop(LoggerContext context) throws InterruptedException {
        log(context, 0);
        stop(context);
    }

    private void stop(LoggerContext context) {
        assertThat(context.stop(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(log4j.errors()).isEmpty();
        assertThat(log4j.warnings("loglane ")).isEmpty();
    }

    private AuditReport checkArrived() {
        return checkArrived(read -> {});
    }

    /** All events, each once and in its worker's order, under its worker's id. */
    private AuditReport checkArrived(Consumer<Read> more) {
        NumberedEvents events = new NumberedEvents();
        BROKER.topics().reader(topic).forEach(read -> {
            if (events.add(read)) {
                assertThat(read.text()).contains("worker " + read.header("w") + " event ");
                more.accept(read);
            }
        });
        assertThat(events.lastOfWorker())
                .isEqualTo(IntStream.range(0, WORKERS).boxed().collect(Collectors.toMap(String::valueOf, w -> EVENTS)));
        AuditReport audit = NumberedEvents.audit(BROKER, topic);
        assertThat(audit.total(epoch -> epoch.records().duplicates())).isZero();
        return audit;
    }

    @ParameterizedTest
    @ValueSource(strings = {"properties", "yaml", "json"})
    void fileOfAnotherFormat_isAsGoodAsXml(String format) throws Exception {
        Path file = dir.resolve("log4j2." + format);
        String text = resource("log4j2." + format);
        assertThat(text).contains(SERVERS).contains("logs");
        Files.writeString(file, text.replace(SERVERS, BROKER.bootstrapServers()).replace("logs", topic));
        LoggerContext context = log4j.start(file);
        assertThat(LoggerContextExtension.kafka(context).config.stopTimeoutMs()).isEqualTo(30_000);
        logAndStop(context);
        checkArrived();
    }

    /** The look-ups are those of the log call, whoever carries the event on. */
    private static void checkContext(Read read) {
        assertThat(read.text()).matches("(\\d+) (\\d+) Log4jWaysIT: worker \\1 event \\2");
    }

    private String withLayout() {
        return kafka("workerId='%X{worker}'", "<PatternLayout pattern='%X{worker} %X{number} %C{1}: %m%n'/>");
    }

    @Test
    void async_keepsThreadContextLocationAndOrder() throws Exception {
        LoggerContext context = log4j.start(configuration(
                withLayout()
                        + "<Async name='Async' bufferSize='64' includeLocation='true'><AppenderRef ref='Kafka'/></Async>",
                "Async"));
        logAndStop(context);
        checkArrived(Log4jWaysIT::checkContext);
    }

    @Test
    void asyncLoggers_keepThreadContextLocationAndOrder() throws Exception {
        LoggerContext context = log4j.start(configuration(withLayout(), "Kafka")
                .replace("<Root level", "<AsyncRoot includeLocation='true' level")
                .replace("</Root>", "</AsyncRoot>"));
        logAndStop(context);
        checkArrived(Log4jWaysIT::checkContext);
    }

    /** Each route has a pipeline of its own, and in the one directory a journal of its own. */
    @Test
    void routing_makesAPipelineForEachRoute() throws Exception {
        LoggerContext context = log4j.start(configuration(
                "<Routing name='Routing'><Routes pattern='$${ctx:worker}'><Route>"
                        + kafka("workerId='${ctx:worker}' journalBytes='4 MiB' journal='" + dir + "'")
                                .replace("'Kafka'", "'Kafka-${ctx:worker}'")
                        + "</Route></Routes></Routing>",
                "Routing"));
        logAndStop(context);
        AuditReport audit = checkArrived();
        assertThat(audit.epochs())
                .extracting(epoch -> epoch.origin().worker())
                .containsExactlyInAnyOrder("0", "1", "2");
        assertThat(journals()).containsExactlyInAnyOrder("0.journal", "1.journal", "2.journal");
    }

    private Set<String> journals() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".journal"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void failover_leavesAllToThePrimary() throws Exception {
        RecordingAppender spare = new RecordingAppender("Spare");
        LoggerContext context = log4j.start(
                configuration(
                        kafka("workerId='%X{worker}' ignoreExceptions='false'")
                                + "<Failover name='Failover' primary='Kafka'><Failovers><AppenderRef ref='Spare'/></Failovers></Failover>",
                        "Failover"),
                spare);
        logAndStop(context);
        checkArrived();
        assertThat(spare.messages).isEmpty();
    }

    @Test
    void failover_handsOverWhatItsPrimaryDoesNotTake() throws Exception {
        RecordingAppender broken = new RecordingAppender("Broken");
        broken.failure = new IllegalStateException("broken");
        LoggerContext context = log4j.start(
                configuration(
                        kafka("workerId='%X{worker}'")
                                + "<Failover name='Failover' primary='Broken'><Failovers><AppenderRef ref='Kafka'/></Failovers></Failover>",
                        "Failover"),
                broken);
        log(context, 0);
        assertThat(context.stop(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        checkArrived();
    }

    /** One file has the appender, the other the level without which nothing would be logged. */
    @Test
    void compositeConfiguration_isOne() {
        String ways = "classpath:io/github/loglane/log4j2/ways/";
        try (WorkerProcess worker = LogWorker.config(BROKER, topic, 0, WORKERS, EVENTS, Ending.RETURN)
                .property("log4j2.configurationFile", ways + "composite-appender.xml," + ways + "composite-levels.xml")
                .start()) {
            assertThat(worker.awaitExit(TIMEOUT)).as(worker.errors()).isZero();
            assertThat(worker.errors()).isEmpty();
        }
        assertThat(checkArrived().epochs()).hasSize(1);
    }

    /** The file changes on disk while threads log; Log4j takes notice by itself. */
    @Test
    void monitorInterval_losesAndReordersNothing() throws Exception {
        Path file = dir.resolve("log4j2.xml");
        String text = configuration(kafka("workerId='%X{worker}' service='s1'"), "Kafka")
                .replace("<Configuration>", "<Configuration monitorInterval='1'>");
        Files.writeString(file, text);
        LoggerContext context = log4j.start(file);
        Configuration first = context.getConfiguration();
        Thread load = new Thread(() -> {
            try {
                log(context, TimeUnit.MILLISECONDS.toNanos(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        load.start();
        Files.writeString(file, text.replace("'s1'", "'s2'"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
        await().atMost(TIMEOUT).until(() -> context.getConfiguration() != first);
        assertThat(load.isAlive()).as("it logs meanwhile").isTrue();
        load.join();
        stop(context);
        Set<String> services = new HashSet<>();
        AuditReport audit =
                checkArrived(read -> services.add(read.text().replaceFirst(".*\"service\":\"(..)\".*", "$1")));
        assertThat(services).containsExactlyInAnyOrder("s1", "s2");
        assertThat(audit.epochs()).as("one journal before and after").hasSize(1);
    }
}
