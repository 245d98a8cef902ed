package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.front.NumberedEvents;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many reconfigurations while threads log: what changed holds for the next event, and nothing is lost or left behind. */
class ReconfigurationIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static final int TIMES = Integer.getInteger("loglane.reconfigurations", 1_000);
    private static final String[] TOPICS = {"even", "odd"};
    private static final int PER_TOPIC = 100;
    private static final int PER_LINGER = 30;
    private static final int THREADS = 4;

    /** What is added to a thread's number to make its id where {@code %X{lane}} is the worker id. */
    private static final int LANES = 10;

    private static final int PROBE = 8;
    private static final Pattern EVENT = Pattern.compile("\"message\":\"(event|probe) (\\d+) of (\\d+)\"");

    private final List<Thread> threads = new ArrayList<>();
    private final int[] logged = new int[THREADS];
    private volatile boolean over;

    @BeforeAll
    static void createTopics() {
        for (String topic : TOPICS) {
            BROKER.topics().create(topic, 2);
        }
    }

    private static String topicOf(int i) {
        return TOPICS[i / PER_TOPIC % 2];
    }

    private static boolean isByLane(int i) {
        return i % 2 == 1;
    }

    private static String configuration(int i) {
        return xml(
                "<WorkerKafka name='Kafka' bootstrapServers='%s' topic='%s' service='s%d' workerId='%%X{%s}' stopTimeoutMs='30000'><Property name='linger.ms'>%d</Property></WorkerKafka>"
                        .formatted(
                                BROKER.bootstrapServers(),
                                topicOf(i),
                                i,
                                isByLane(i) ? "lane" : "worker",
                                1 + i / PER_LINGER % 2));
    }

    private static void enter(int number) {
        ThreadContext.put("worker", String.valueOf(number));
        ThreadContext.put("lane", String.valueOf(number + LANES));
    }

    private void startLoad(Logger logger) {
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            threads.add(new Thread(() -> log(logger, number), "load-" + number));
        }
        threads.forEach(Thread::start);
    }

    private void log(Logger logger, int number) {
        enter(number);
        while (!over) {
            logger.info("event {} of {}", logged[number]++, number);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void manyReconfigurationsUnderLoad_takeEffectLoseNothingAndLeaveNothing() throws InterruptedException {
        log4j.start(configuration(0)).stop();
        MemoryUse before = MemoryUse.now();
        long startNanos = System.nanoTime();
        LoggerContext context = log4j.start(configuration(0));
        startLoad(context.getLogger("app"));
        enter(PROBE);
        long changes = 0;
        for (int i = 1; i <= TIMES; i++) {
            Object pipeline = kafka(context).manager.pipeline;
            log4j.reconfigure(context, configuration(i));
            context.getLogger("app").info("probe {} of {}", i, PROBE);
            changes += kafka(context).manager.pipeline == pipeline ? 0 : 1;
        }
        ThreadContext.clearAll();
        // once more with nothing behind it: a fast machine replaces the pipelines before they look at their settings
        log4j.reconfigure(context, configuration(TIMES + PER_LINGER));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> log4j.infos().stream().anyMatch(line -> line.contains("producer settings changed")));
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        context.stop();
        System.out.printf(
                "reconfigured %d times in %d ms, topic changed %d times%n",
                TIMES, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos), changes);
        assertThat(changes).isEqualTo(TIMES / PER_TOPIC);
        assertThat(log4j.errors()).isEmpty();
        checkNothingIsLeft(before);
        checkAllArrived();
    }

    private static void checkNothingIsLeft(MemoryUse before) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            MemoryUse after = MemoryUse.now();
            String figures = "before: " + before + "; after: " + after;
            assertThat(ownThreads()).isEmpty();
            assertThat(after.threads()).as(figures).isLessThanOrEqualTo(before.threads() + 1);
            assertThat(after.descriptors()).as(figures).isLessThanOrEqualTo(before.descriptors() + 2);
            assertThat(after.directBytes()).as(figures).isLessThan(before.directBytes() + (1 << 20));
            assertThat(after.heapBytes()).as(figures).isLessThan(before.heapBytes() + (16 << 20));
        });
        System.out.println("before: " + before + "; after: " + MemoryUse.now());
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("loglane-"))
                .toList();
    }

    private void checkAllArrived() {
        Arrived arrived = new Arrived();
        for (String topic : TOPICS) {
            BROKER.topics().reader(topic).forEach(read -> arrived.add(topic, read));
            NumberedEvents.audit(BROKER, topic);
        }
        for (int t = 0; t < THREADS; t++) {
            assertThat(arrived.events.get(t).cardinality())
                    .as("events of thread %s", t)
                    .isEqualTo(logged[t]);
        }
        BitSet probes = arrived.events.get(PROBE);
        assertThat(probes.cardinality()).isEqualTo(TIMES);
    }

    /** First occurrences: each event once, in order per topic and worker; each probe as its configuration says. */
    private static final class Arrived {
        private final Set<String> keys = new HashSet<>();
        private final Map<Integer, BitSet> events = new HashMap<>();
        private final Map<String, Integer> lastOfWorker = new HashMap<>();

        void add(String topic, Read read) {
            if (!keys.add(read.key()) || read.header("kind") != null) {
                return;
            }
            Matcher event = EVENT.matcher(read.text());
            assertThat(event.find()).as("%s", read).isTrue();
            int i = Integer.parseInt(event.group(2));
            int thread = Integer.parseInt(event.group(3));
            BitSet ofThread = events.computeIfAbsent(thread, t -> new BitSet());
            assertThat(ofThread.get(i)).as("%s came before", read).isFalse();
            ofThread.set(i);
            Integer last = lastOfWorker.put(topic + ' ' + read.header("w"), i);
            assertThat(last == null ? -1 : last).as("%s", read).isLessThan(i);
            if (event.group(1).equals("probe")) {
                checkProbe(topic, read, i);
            }
        }

        private static void checkProbe(String topic, Read read, int i) {
            assertThat(topic).as("%s", read).isEqualTo(topicOf(i));
            assertThat(read.header("w")).isEqualTo(String.valueOf(isByLane(i) ? PROBE + LANES : PROBE));
            assertThat(read.text()).contains("\"service\":\"s" + i + "\"");
        }
    }
}
