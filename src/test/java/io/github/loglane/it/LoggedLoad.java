package io.github.loglane.it;

import io.github.loglane.testkit.IdlePauseProbe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.awaitility.Awaitility;

/**
 * An application that logs at a steady rate from several threads, each a worker of its own, and remembers what it logged and
 * how long its worst log call took.
 */
final class LoggedLoad implements AutoCloseable {

    static final int WORKERS = 4;

    private static final int EVENTS_PER_SECOND = 1_000;
    private static final String PADDING = "x".repeat(420);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String topic;
    private final Queue<String> status = new ConcurrentLinkedQueue<>();
    private final StatusListener listener = new Lines();
    private final IdlePauseProbe probe = new IdlePauseProbe();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicIntegerArray loggedByWorker = new AtomicIntegerArray(WORKERS);
    private final List<Thread> threads = new ArrayList<>();
    private final LoggerContext context = new LoggerContext("load-" + NUMBER.incrementAndGet());
    private final Duration startTook;
    private Duration stopTook = Duration.ZERO;
    private final AtomicReference<String> nextPadding = new AtomicReference<>();
    private volatile boolean over;

    /** With loglane's default journal. */
    LoggedLoad(String topic, Map<String, ?> properties) {
        this(topic, properties, "32 MiB");
    }

    /** @param properties the producer's, {@code bootstrap.servers} among them */
    LoggedLoad(String topic, Map<String, ?> properties, String journalBytes) {
        this(topic, properties, Map.of("journalBytes", journalBytes));
    }

    /** @param attributes of the appender, beside its name, topic and worker id */
    LoggedLoad(String topic, Map<String, ?> properties, Map<String, String> attributes) {
        this.topic = topic;
        StatusLogger.getLogger().registerListener(listener);
        long before = System.nanoTime();
        context.start(configuration(properties, attributes));
        Logger logger = context.getLogger("load");
        startTook = Duration.ofNanos(System.nanoTime() - before);
        for (int worker = 0; worker < WORKERS; worker++) {
            int id = worker;
            threads.add(new Thread(() -> log(logger, id), "load-" + id));
        }
        threads.forEach(Thread::start);
    }

    /** Gives the appender other settings while it runs. */
    void reconfigure(Map<String, ?> properties, Map<String, String> attributes) {
        context.reconfigure(configuration(properties, attributes));
    }

    private XmlConfiguration configuration(Map<String, ?> properties, Map<String, String> attributes) {
        StringBuilder xml = new StringBuilder("<Configuration status='warn' shutdownHook='disable'><Appenders>");
        xml.append("<WorkerKafka name='Kafka' workerId='%X{worker}' topic='")
                .append(topic)
                .append("' ");
        attributes.forEach((name, value) -> xml.append("%s='%s' ".formatted(name, value)));
        xml.append('>');
        properties.forEach((name, value) -> xml.append("<Property name='%s'>%s</Property>"
                .formatted(name, value.toString().replace("\"", "&quot;"))));
        xml.append("</WorkerKafka></Appenders><Loggers><Root level='info'><AppenderRef ref='Kafka'/></Root>");
        xml.append("</Loggers></Configuration>");
        byte[] bytes = xml.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(bytes)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void log(Logger logger, int worker) {
        ThreadContext.put("worker", String.valueOf(worker));
        long periodNanos = TimeUnit.SECONDS.toNanos(1) * WORKERS / EVENTS_PER_SECOND;
        long next = System.nanoTime();
        while (!over) {
            int i = loggedByWorker.get(worker) + 1;
            long before = System.nanoTime();
            String extra = worker == 0 ? nextPadding.getAndSet(null) : null;
            logger.info("event {} {}", i, extra == null ? PADDING : extra);
            longestNanos.accumulateAndGet(System.nanoTime() - before, Math::max);
            loggedByWorker.set(worker, i);
            next += periodNanos;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** Ends the load, then the application, which has this long to ship the rest. */
    void stop(Duration timeout) throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        long before = System.nanoTime();
        context.stop(timeout.toMillis(), TimeUnit.MILLISECONDS);
        stopTook = Duration.ofNanos(System.nanoTime() - before);
    }

    /** Has worker 0 say this much more in its next event. */
    void padNext(String padding) {
        nextPadding.set(padding);
    }

    /** Waits until it has logged {@code seconds} worth of events more. */
    void runFor(int seconds) {
        int until = logged() + seconds * EVENTS_PER_SECOND;
        Awaitility.await().atMost(Duration.ofSeconds(seconds * 3L + 10)).until(() -> logged() >= until);
    }

    int logged(int worker) {
        return loggedByWorker.get(worker);
    }

    int logged() {
        int sum = 0;
        for (int worker = 0; worker < WORKERS; worker++) {
            sum += logged(worker);
        }
        return sum;
    }

    Duration stopTook() {
        return stopTook;
    }

    Duration longestCall() {
        return Duration.ofNanos(longestNanos.get());
    }

    Duration worstPause() {
        return probe.worst();
    }

    /** What loglane said of itself. */
    List<String> status() {
        return List.copyOf(status);
    }

    @Override
    public void close() {
        over = true;
        probe.close();
        context.stop(0, TimeUnit.MILLISECONDS);
        StatusLogger.getLogger().removeListener(listener);
    }

    LoadResult result() {
        List<Integer> logged =
                IntStream.range(0, WORKERS).mapToObj(this::logged).toList();
        return new LoadResult(
                logged, longestCall().toMillis(), worstPause().toMillis(), startTook.toMillis(), stopTook.toMillis());
    }

    /** Keeps loglane's own lines. */
    private final class Lines implements StatusListener {
        @Override
        public void log(StatusData data) {
            String line = data.getMessage().getFormattedMessage();
            if (line.contains("loglane")) {
                status.add(data.getLevel() + " " + line);
            }
        }

        @Override
        public Level getStatusLevel() {
            return Level.INFO;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
