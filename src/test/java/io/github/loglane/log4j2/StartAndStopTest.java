package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractManager;
import org.apache.logging.log4j.core.selector.ContextSelector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartAndStopTest {

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static Duration timeOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "no-such-host.invalid:9092"})
    void brokerThatIsNotThere_neitherDelaysNorThrows(String servers) {
        Duration time = timeOf(() -> {
            LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='" + servers + "'/>"));
            context.getLogger("app").error("hello");
            assertThat(kafka(context).manager.pipeline.counters().appended().sum())
                    .isEqualTo(1);
        });
        assertThat(time).isLessThan(Duration.ofSeconds(3));
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void stopWithoutTime_takesStopTimeoutMsAndTellsWhatIsLeft() {
        LoggerContext context =
                log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' stopTimeoutMs='400'/>"));
        context.getLogger("app").error("hello");
        PipelineManager manager = kafka(context).manager;
        Duration time = timeOf(context::stop);
        assertThat(time).isBetween(Duration.ofMillis(350), Duration.ofMillis(2500));
        assertThat(manager.pipeline.isClosed()).isTrue();
        assertThat(AbstractManager.hasManager(manager.getName())).isFalse();
        assertThat(log4j.errors()).singleElement().asString().contains("1 events");
    }

    @Test
    void stopByLogManager_takesStopTimeoutMsToo() {
        LoggerContext context =
                log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' stopTimeoutMs='400'/>"));
        context.getLogger("app").error("hello");
        // What LogManager.shutdown() passes, which nobody can change.
        Duration time = timeOf(() -> context.stop(ContextSelector.DEFAULT_STOP_TIMEOUT, TimeUnit.MILLISECONDS));
        assertThat(time).isBetween(Duration.ofMillis(350), Duration.ofMillis(2500));
    }

    @Test
    void stopWithTime_takesThat() {
        LoggerContext context =
                log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' stopTimeoutMs='60000'/>"));
        context.getLogger("app").error("hello");
        assertThat(timeOf(() -> context.stop(300, TimeUnit.MILLISECONDS))).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void stopTwice_isHarmless() {
        LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1'/>"));
        WorkerKafkaAppender appender = kafka(context);
        appender.stop(1, TimeUnit.MILLISECONDS);
        appender.stop(1, TimeUnit.MILLISECONDS);
        assertThat(appender.isStopped()).isTrue();
        assertThat(appender.manager.users).isZero();
    }

    @Test
    void drain_holdsUpNoOtherManager() throws InterruptedException {
        LoggerContext draining =
                log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' stopTimeoutMs='4000'/>"));
        draining.getLogger("app").error("hello");
        PipelineManager manager = kafka(draining).manager;
        Thread stopper = new Thread(draining::stop);
        stopper.start();
        while (!manager.pipeline.isClosed()) {
            Thread.onSpinWait();
        }
        Duration time = timeOf(() -> log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1'/>")));
        assertThat(stopper.isAlive()).isTrue();
        assertThat(time).isLessThan(Duration.ofSeconds(3));
        stopper.join();
    }

    @Test
    void journalThatFindsNoMemory_isOneErrorAndTheApplicationStarts() {
        LoggerContext context =
                log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' journalBytes='60 GiB'/>"));
        context.getLogger("app").error("hello");
        assertThat(kafka(context).manager).isNull();
        assertThat(log4j.errors()).singleElement().asString().contains("loglane Kafka", "OutOfMemoryError");
    }
}
