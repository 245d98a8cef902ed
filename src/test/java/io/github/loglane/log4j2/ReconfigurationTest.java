package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.LogPipeline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractManager;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReconfigurationTest {

    private static final String KAFKA = "<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' stopTimeoutMs='1' ";

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    /** But those that close the producers of earlier tests, which come and go. */
    private static Set<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("loglane-"))
                .filter(thread -> !thread.getName().startsWith("loglane-reaper-"))
                .collect(Collectors.toSet());
    }

    @Test
    void newAppender_takesOverTheOpenPipeline() {
        LoggerContext context = log4j.start(xml(KAFKA + "workerId='1'/>"));
        WorkerKafkaAppender before = kafka(context);
        LogPipeline pipeline = before.manager.pipeline;
        log4j.reconfigure(context, xml(KAFKA + "workerId='2'/>"));
        WorkerKafkaAppender after = kafka(context);
        assertThat(after).isNotSameAs(before);
        assertThat(before.isStopped()).isTrue();
        assertThat(after.manager).isSameAs(before.manager);
        assertThat(after.manager.pipeline).isSameAs(pipeline);
        assertThat(after.manager.users).isEqualTo(1);
        assertThat(pipeline.isClosed()).isFalse();
        assertThat(after.config.workerId()).isEqualTo("2");
        context.getLogger("app").error("hello");
        assertThat(pipeline.counters().appended().sum()).isEqualTo(1);
    }

    @Test
    void whatCannotChange_isOneWarning() {
        LoggerContext context = log4j.start(xml(KAFKA + "/>"));
        log4j.reconfigure(context, xml(KAFKA + "maxRecordBytes='512 KiB'/>"));
        assertThat(log4j.warnings("maxRecordBytes")).hasSize(1);
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void otherTopic_isAnotherPipelineAndTheOldOneCloses() {
        LoggerContext context = log4j.start(xml(KAFKA + "topic='a'/>"));
        LogPipeline before = kafka(context).manager.pipeline;
        log4j.reconfigure(context, xml(KAFKA + "topic='b'/>"));
        assertThat(kafka(context).manager.pipeline).isNotSameAs(before);
        assertThat(before.isClosed()).isTrue();
        assertThat(kafka(context).manager.pipeline.isClosed()).isFalse();
    }

    @Test
    void appenderLeftOut_isDrainedAndReleased() {
        LoggerContext context = log4j.start(xml(KAFKA + "/>"));
        PipelineManager manager = kafka(context).manager;
        log4j.reconfigure(context, xml("<Console name='Kafka'><PatternLayout pattern='%m'/></Console>"));
        assertThat(manager.pipeline.isClosed()).isTrue();
        assertThat(AbstractManager.hasManager(manager.getName())).isFalse();
    }

    @Test
    void badNewConfiguration_stopsTheOldPipelineWithOneError() {
        LoggerContext context = log4j.start(xml(KAFKA + "/>"));
        PipelineManager manager = kafka(context).manager;
        log4j.reconfigure(context, xml(KAFKA + "maxWaitMs='-1'/>"));
        assertThat(manager.pipeline.isClosed()).isTrue();
        assertThat(log4j.errors()).hasSize(1);
    }

    @Test
    void stoppedContext_canStartAgain() {
        LoggerContext context = log4j.start(xml(KAFKA + "/>"));
        PipelineManager before = kafka(context).manager;
        context.stop(1, TimeUnit.MILLISECONDS);
        assertThat(before.pipeline.isClosed()).isTrue();
        log4j.start(context, xml(KAFKA + "/>"));
        assertThat(kafka(context).manager.pipeline.isClosed()).isFalse();
        context.getLogger("app").error("hello");
        assertThat(kafka(context).manager.pipeline.counters().appended().sum()).isEqualTo(1);
    }

    @Test
    void managerWhosePipelineIsClosed_opensAFreshOne() {
        LoggerContext context = log4j.start(xml(KAFKA + "/>"));
        PipelineManager manager = kafka(context).manager;
        LogPipeline closed = manager.pipeline;
        closed.close(Duration.ofMillis(1));
        log4j.reconfigure(context, xml(KAFKA + "/>"));
        assertThat(kafka(context).manager).isSameAs(manager);
        assertThat(manager.pipeline).isNotSameAs(closed);
        assertThat(manager.pipeline.isClosed()).isFalse();
    }

    @Test
    void configurationThatIsNeverStarted_holdsNothing() {
        Set<Thread> before = ownThreads();
        LoggerContext context = log4j.start(xml("<Console name='Kafka'/>"));
        Configuration discarded = log4j.parse(context, xml(KAFKA + "/>"));
        discarded.initialize();
        assertThat(discarded.<WorkerKafkaAppender>getAppender("Kafka").manager).isNull();
        assertThat(before).containsAll(ownThreads());
    }

    @Test
    void configurationThatBreaksInItsStart_doesNotKeepThePipelineFromItsDrain() {
        LoggerContext context = log4j.start(xml(KAFKA + "/>"));
        PipelineManager manager = kafka(context).manager;
        Configuration broken =
                log4j.parse(context, xml(KAFKA + "/><Async name='Async'><AppenderRef ref='None'/></Async>"));
        broken.initialize();
        // Log4j starts the appenders in no order of ours: this one has started before the other one breaks.
        broken.getAppender("Kafka").start();
        assertThatThrownBy(() -> context.reconfigure(broken)).isInstanceOf(ConfigurationException.class);
        assertThat(manager.users).isEqualTo(2);
        context.stop(1, TimeUnit.MILLISECONDS);
        assertThat(manager.pipeline.isClosed()).isTrue();
        assertThat(AbstractManager.hasManager(manager.getName())).isFalse();
    }

    @Test
    void manyReconfigurationsUnderLoad_loseNothingAndLeakNothing() throws InterruptedException {
        LoggerContext context = log4j.start(xml(KAFKA + "workerId='0'/>"));
        LogPipeline pipeline = kafka(context).manager.pipeline;
        Set<Thread> before = ownThreads();
        AtomicBoolean stop = new AtomicBoolean();
        long[] logged = new long[1];
        Thread load = new Thread(() -> {
            while (!stop.get() && logged[0] < 50_000) {
                context.getLogger("app").error("hello");
                logged[0]++;
            }
        });
        load.start();
        for (int i = 1; i <= 100; i++) {
            log4j.reconfigure(context, xml(KAFKA + "workerId='" + i + "'/>"));
        }
        stop.set(true);
        load.join();
        assertThat(kafka(context).manager.pipeline).isSameAs(pipeline);
        assertThat(kafka(context).manager.users).isEqualTo(1);
        assertThat(logged[0]).isPositive();
        assertThat(pipeline.counters().appended().sum()).isEqualTo(logged[0]);
        assertThat(before).containsAll(ownThreads());
        assertThat(log4j.errors()).isEmpty();
    }
}
