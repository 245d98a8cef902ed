package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.LogPipeline;
import io.github.loglane.front.NumberedEvents;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.tools.AuditReport;
import io.github.loglane.tools.EpochAudit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Far more events than a small ring holds while the broker is away: what is kept, and that what is not is accounted for. */
class OverloadIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static final Level[] LEVELS = {Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR};
    private static final int THREADS = 4;
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long EASED_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final String PADDING = "x".repeat(100);

    private final AtomicLong logged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean eased;
    private volatile boolean over;

    private LoggerContext start(String topic, String attribute, CountingAppender spare) {
        return log4j.start(
                xml(("<WorkerKafka name='Kafka' bootstrapServers='%s' topic='%s' workerId='%%X{worker}'"
                                + " journalBytes='1 MiB' maxRecordBytes='64 KiB' stopTimeoutMs='30000' %s/>")
                        .formatted(BROKER.bootstrapServers(), topic, attribute)),
                spare);
    }

    private void startLoad(Logger logger) {
        for (int worker = 0; worker < THREADS; worker++) {
            int id = worker;
            threads.add(new Thread(() -> logAtFullSpeed(logger, id), "load-" + id));
        }
        threads.forEach(Thread::start);
    }

    private void logAtFullSpeed(Logger logger, int worker) {
        ThreadContext.put("worker", String.valueOf(worker));
        long count = 0;
        for (; !over; count++) {
            logger.log(LEVELS[(int) (count % LEVELS.length)], "event {} {}", count, PADDING);
            if (eased) {
                LockSupport.parkNanos(EASED_NANOS);
            }
        }
        logged.addAndGet(count);
    }

    /** Still more than the ring holds until the broker is there, but leaves the broker some of the processor to start. */
    private void startBrokerUnderLoad() {
        eased = true;
        BROKER.start();
    }

    private void stopLoad() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @AfterEach
    void endLoad() throws InterruptedException {
        stopLoad();
        if (!BROKER.isRunning()) {
            BROKER.start();
        }
    }

    /** After the drain and the stop: all counted, and what Kafka says of it is the same. */
    private static void checkAccounts(LogPipeline pipeline, String topic, long logged) {
        Counters counters = pipeline.counters();
        System.out.printf("overload %s: %s%n", topic, counters);
        long fallback = counters.fallback().sum();
        assertThat(counters.offered().sum()
                        - counters.dropped(DropCause.OWN_LOGGER).sum())
                .isEqualTo(logged);
        assertThat(counters.appended().sum() + fallback + counters.droppedSum())
                .isEqualTo(counters.offered().sum());
        assertThat(counters.committed().sum()).isEqualTo(counters.appended().sum());
        Map<String, Long> declared = new HashMap<>();
        for (DropCause cause : DropCause.values()) {
            if (cause.takesSeq() && counters.dropped(cause).sum() > 0) {
                declared.put(cause.word(), counters.dropped(cause).sum());
            }
        }
        AuditReport audit = NumberedEvents.audit(BROKER, topic);
        EpochAudit epoch = audit.epochs().get(0);
        assertThat(audit.epochs()).hasSize(1);
        assertThat(epoch.declaredByCause()).isEqualTo(declared);
        assertThat(epoch.seqs().declared()).isEqualTo(fallback + counters.droppedSum());
        assertThat(epoch.oddities()).isEqualTo(new EpochAudit.Oddities(0, 0, 0, 0));
        long beginAndEnd = 2;
        assertThat(epoch.seqs().delivered()).isEqualTo(counters.appended().sum() + beginAndEnd);
        assertThat(epoch.lastSeq()).isEqualTo(logged + beginAndEnd);
    }

    @Test
    void brokerKilledForTenSeconds_everyEventIsKeptOrDeclared() throws Exception {
        BROKER.topics().create("killed", 2);
        LoggerContext context = start("killed", "", new CountingAppender());
        LogPipeline pipeline = kafka(context).manager.pipeline;
        context.getLogger("app").error("event");
        await().atMost(TIMEOUT).until(() -> pipeline.counters().committed().sum() == 1);
        BROKER.kill();
        long killedNanos = System.nanoTime();
        startLoad(context.getLogger("app"));
        await().atMost(TIMEOUT)
                .until(() -> pipeline.counters().dropped(DropCause.FULL).sum() > 0);
        MemoryUse full = MemoryUse.now();
        await().pollDelay(AWAY).atMost(TIMEOUT).until(() -> System.nanoTime() - killedNanos >= AWAY.toNanos());
        MemoryUse stillFull = MemoryUse.now();
        startBrokerUnderLoad();
        long beforeUp = pipeline.counters().committed().sum();
        await().atMost(TIMEOUT).until(() -> pipeline.counters().committed().sum() > beforeUp + 5_000);
        stopLoad();
        context.stop();
        MemoryUse after = MemoryUse.now();
        System.out.printf("overload memory: full %s; 10 s later %s; stopped %s%n", full, stillFull, after);
        checkAccounts(pipeline, "killed", logged.get() + 1);
        checkConstant(full, stillFull);
        // one line a minute
        assertThat(log4j.errors()).singleElement().asString().contains("the journal is full, events are lost");
    }

    private static void checkConstant(MemoryUse before, MemoryUse after) {
        assertThat(after.heapBytes()).isLessThan(before.heapBytes() + (8 << 20));
        assertThat(after.directBytes()).isLessThan(before.directBytes() + (1 << 20));
        assertThat(after.threads()).isLessThan(before.threads() + 4);
    }

    @Test
    void brokerNeverThere_fallbackGetsWhatIsNotKept() throws Exception {
        BROKER.topics().create("fallback", 2);
        BROKER.kill();
        CountingAppender spare = new CountingAppender();
        LoggerContext context = start("fallback", "errorRef='Spare'", spare);
        LogPipeline pipeline = kafka(context).manager.pipeline;
        startLoad(context.getLogger("app"));
        await().atMost(TIMEOUT).until(() -> spare.count() > 50_000);
        startBrokerUnderLoad();
        await().atMost(TIMEOUT).until(() -> pipeline.counters().committed().sum() > 5_000);
        stopLoad();
        context.stop();
        checkAccounts(pipeline, "fallback", logged.get());
        assertThat(pipeline.counters().fallback().sum()).isEqualTo(spare.count());
        assertThat(pipeline.counters().droppedSum())
                .isEqualTo(pipeline.counters().dropped(DropCause.OWN_LOGGER).sum());
        assertThat(log4j.errors()).isEmpty();
    }

    /** One thread, so that the room left at each call is known. */
    @Test
    void levels_areShedInTheirTurn() {
        BROKER.topics().create("levels", 2);
        BROKER.kill();
        LoggerContext context = start("levels", "ignoreExceptions='false'", new CountingAppender());
        LogPipeline pipeline = kafka(context).manager.pipeline;
        Map<Level, Long> firstRefusedPercent = new HashMap<>();
        long logged = 0;
        while (firstRefusedPercent.size() < LEVELS.length) {
            Level level = LEVELS[(int) (logged++ % LEVELS.length)];
            long usedBefore = pipeline.journalUsedBytes();
            boolean taken = isTaken(context.getLogger("app"), level);
            if (taken) {
                assertThat(firstRefusedPercent).doesNotContainKey(level);
            } else {
                firstRefusedPercent.putIfAbsent(level, 100 * usedBefore / pipeline.journalCapacityBytes());
            }
        }
        System.out.println("overload, percent used when first refused: " + firstRefusedPercent);
        assertThat(firstRefusedPercent.get(Level.DEBUG)).isBetween(79L, 80L);
        assertThat(firstRefusedPercent.get(Level.INFO)).isBetween(94L, 95L);
        assertThat(List.of(firstRefusedPercent.get(Level.WARN), firstRefusedPercent.get(Level.ERROR)))
                .allMatch(percent -> percent >= 98); // the rest is kept for the epoch's end
        BROKER.start();
        context.stop();
        checkAccounts(pipeline, "levels", logged);
    }

    private static boolean isTaken(Logger logger, Level level) {
        try {
            logger.log(level, "event {}", PADDING);
            return true;
        } catch (AppenderLoggingException refused) {
            return false;
        }
    }

    /** A fallback that keeps nothing. */
    private static final class CountingAppender extends AbstractAppender {
        private final AtomicLong events = new AtomicLong();

        CountingAppender() {
            super("Spare", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            events.incrementAndGet();
        }

        long count() {
            return events.get();
        }
    }
}
