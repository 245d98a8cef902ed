package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.LogPipeline;
import io.github.loglane.front.NumberedEvents;
import io.github.loglane.log4j2.LogWorker.Ending;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ways an application ends, with a broker that is up, stopped for a while, or dead. */
class StopIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static final int EVENTS = 5_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Beyond the deadline: what a busy machine may add. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private LoggerContext start(String topic, long stopTimeoutMs) {
        return log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='%s' topic='%s' stopTimeoutMs='%d'/>"
                .formatted(BROKER.bootstrapServers(), topic, stopTimeoutMs)));
    }

    private static void log(LoggerContext context, int from, int to) {
        Logger logger = context.getLogger("app");
        for (int i = from; i <= to; i++) {
            logger.info("worker 0 event {}", i);
        }
    }

    private static Duration timeOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void checkAllArrived(String topic) {
        assertThat(NumberedEvents.in(BROKER, topic)).isEqualTo(Map.of("0", EVENTS));
        NumberedEvents.audit(BROKER, topic);
    }

    @Test
    void contextStop_shipsWhatIsLeft() {
        BROKER.topics().create("context", 2);
        LoggerContext context = start("context", 30_000);
        LogPipeline pipeline = kafka(context).manager.pipeline;
        log(context, 1, EVENTS);
        context.stop();
        assertThat(pipeline.counters().committed().sum()).isEqualTo(EVENTS);
        assertThat(pipeline.journalUsedBytes()).isZero();
        assertThat(log4j.errors()).isEmpty();
        checkAllArrived("context");
    }

    @Test
    void shutdownOfLogManager_shipsWhatIsLeft() {
        endOfWorker("shutdown", Ending.SHUTDOWN, 0);
    }

    @Test
    void systemExit_shipsWhatWasLoggedJustBefore() {
        endOfWorker("exit", Ending.EXIT, 3);
    }

    @Test
    void endOfMain_shipsWhatWasLoggedJustBefore() {
        endOfWorker("return", Ending.RETURN, 0);
    }

    private static void endOfWorker(String topic, Ending ending, int status) {
        BROKER.topics().create(topic, 2);
        try (WorkerProcess worker =
                LogWorker.config(BROKER, topic, 0, 1, EVENTS, ending).start()) {
            assertThat(worker.awaitExit(TIMEOUT)).isEqualTo(status);
            assertThat(worker.errors()).isEmpty();
        }
        checkAllArrived(topic);
    }

    @Test
    void interruptedStop_shipsWhatIsLeftAndKeepsTheFlag() throws InterruptedException {
        BROKER.topics().create("interrupt", 2);
        LoggerContext context = start("interrupt", 30_000);
        LogPipeline pipeline = kafka(context).manager.pipeline;
        log(context, 1, 1);
        await().until(() -> pipeline.counters().committed().sum() == 1);
        BROKER.pause();
        log(context, 2, EVENTS);
        AtomicBoolean flag = new AtomicBoolean();
        Thread stopper = new Thread(() -> {
            context.stop();
            flag.set(Thread.currentThread().isInterrupted());
        });
        stopper.start();
        await().until(pipeline::isClosed);
        stopper.interrupt();
        TimeUnit.MILLISECONDS.timedJoin(stopper, 500);
        assertThat(stopper.isAlive()).isTrue();
        BROKER.resume();
        stopper.join(TIMEOUT.toMillis());
        assertThat(flag).isTrue();
        checkAllArrived("interrupt");
    }

    @Test
    void brokerGone_stopsAtItsDeadlineWithOneLineOfWhatIsLeft() {
        BROKER.topics().create("gone", 2);
        LoggerContext context = start("gone", 1_500);
        LogPipeline pipeline = kafka(context).manager.pipeline;
        log(context, 1, 100);
        await().until(() -> pipeline.counters().committed().sum() == 100);
        BROKER.kill();
        try {
            log(context, 101, EVENTS);
            Duration time = timeOf(context::stop);
            assertThat(time)
                    .isBetween(
                            Duration.ofMillis(1_500), Duration.ofMillis(1_500).plus(SLACK));
            System.out.println("stop with the broker gone, deadline 1500 ms: " + time.toMillis() + " ms");
            assertThat(pipeline.counters().leftAtStop()).isEqualTo(EVENTS - 100);
            assertThat(log4j.errors())
                    .singleElement()
                    .asString()
                    .containsPattern("loglane Kafka: stopped after \\d+ ms with " + (EVENTS - 100) + " events");
            exitWithBrokerGone();
        } finally {
            BROKER.start();
        }
    }

    /** Also a JVM that ends, whose status log has Log4j's default level. */
    private static void exitWithBrokerGone() {
        WorkerConfig config =
                LogWorker.config(BROKER, "gone", 0, 1, EVENTS, Ending.EXIT).property("stopTimeoutMs", "1000");
        try (WorkerProcess worker = config.start()) {
            assertThat(worker.awaitExit(TIMEOUT)).isEqualTo(3);
            assertThat(worker.errors().lines().filter(line -> line.contains("loglane")))
                    .singleElement()
                    .asString()
                    .containsPattern("ERROR loglane Kafka: stopped after \\d+ ms with " + EVENTS + " events");
        }
    }
}
