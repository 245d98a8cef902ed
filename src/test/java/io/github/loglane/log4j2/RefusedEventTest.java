package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.status.DropCause;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application and its other appenders see of an event that the journal does not take. */
class RefusedEventTest {

    private static final String SMALL =
            "<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' journalBytes='1 MiB' maxRecordBytes='64 KiB' ";
    private static final String BIG = "x".repeat(60_000);
    private static final int MORE_THAN_FIT = 30;

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private final RecordingAppender spare = new RecordingAppender("Spare");

    private static void fill(Logger logger) {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            logger.error(BIG);
        }
    }

    private static Log4jLogEvent event(String message, String thread) {
        return event(new SimpleMessage(message), thread);
    }

    private static Log4jLogEvent event(Message message, String thread) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName("app")
                .setLevel(Level.ERROR)
                .setMessage(message)
                .setThreadName(thread)
                .build();
    }

    /** The layout meets the exception, the fallback does not. */
    private static final class ThrowsOnce extends SimpleMessage {
        private static final long serialVersionUID = 1;
        private boolean thrown;

        ThrowsOnce() {
            super("second");
        }

        @Override
        public String getFormattedMessage() {
            if (!thrown) {
                thrown = true;
                throw new IllegalStateException("mine");
            }
            return super.getFormattedMessage();
        }

        @Override
        public void formatTo(StringBuilder buffer) {
            buffer.append(getFormattedMessage());
        }
    }

    @Test
    void fullJournal_isNoMatterOfTheApplicationByDefault() {
        LoggerContext context = log4j.start(xml(SMALL + "/>"));
        assertThatCode(() -> fill(context.getLogger("app"))).doesNotThrowAnyException();
        assertThat(kafka(context)
                        .manager
                        .pipeline
                        .counters()
                        .dropped(DropCause.FULL)
                        .sum())
                .isPositive();
    }

    @Test
    void fullJournal_throwsWhereExceptionsAreNotIgnored() {
        LoggerContext context = log4j.start(xml(SMALL + "ignoreExceptions='false'/>"));
        assertThatThrownBy(() -> fill(context.getLogger("app")))
                .isInstanceOf(AppenderLoggingException.class)
                .hasMessageContaining("loglane Kafka")
                .hasMessageContaining("full");
    }

    @Test
    void errorRef_getsWhatHasNoRoomOnTheThreadThatLogs() {
        LoggerContext context = log4j.start(xml(SMALL + "errorRef='Spare' ignoreExceptions='false'/>"), spare);
        fill(context.getLogger("app"));
        var counters = kafka(context).manager.pipeline.counters();
        assertThat(spare.messages).isNotEmpty().hasSize((int)
                counters.dropped(DropCause.FALLBACK).sum());
        assertThat(counters.appended().sum() + spare.messages.size()).isEqualTo(MORE_THAN_FIT);
        assertThat(spare.threads).containsOnly(Thread.currentThread().getName());
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void errorRefThatThrows_isNoMatterOfTheApplicationByDefault() {
        LoggerContext context = log4j.start(xml(SMALL + "errorRef='Spare'/>"), spare);
        spare.failure = new IllegalStateException("disk full");
        assertThatCode(() -> fill(context.getLogger("app"))).doesNotThrowAnyException();
    }

    @Test
    void errorRefThatThrows_throwsOursWhereExceptionsAreNotIgnored() {
        LoggerContext context = log4j.start(xml(SMALL + "errorRef='Spare' ignoreExceptions='false'/>"), spare);
        spare.failure = new IllegalStateException("disk full");
        assertThatThrownBy(() -> fill(context.getLogger("app"))).isInstanceOf(AppenderLoggingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nobody", "Kafka"})
    void errorRefToNoOtherAppender_isOneErrorAndTheRestWorks(String ref) {
        LoggerContext context = log4j.start(xml(SMALL + "errorRef='" + ref + "'/>"));
        context.getLogger("app").error("hello");
        assertThat(kafka(context).manager.pipeline.counters().appended().sum()).isEqualTo(1);
        assertThat(log4j.errors()).singleElement().asString().contains("errorRef", "expecting: ", "found: " + ref);
    }

    @Test
    void failover_takesOverWhatHasNoRoom() {
        LoggerContext context = log4j.start(failover(SMALL + "ignoreExceptions='false'/>"), spare);
        fill(context.getLogger("app"));
        long appended = kafka(context).manager.pipeline.counters().appended().sum();
        assertThat(appended).isPositive();
        assertThat(appended + spare.messages.size()).isEqualTo(MORE_THAN_FIT);
    }

    @Test
    void failover_takesOverFromABadConfiguration() {
        LoggerContext context =
                log4j.start(failover("<WorkerKafka name='Kafka' topic='' ignoreExceptions='false'/>"), spare);
        context.getLogger("app").error("hello");
        assertThat(spare.messages).containsExactly("hello");
    }

    private static String failover(String kafka) {
        return "<Configuration><Appenders>" + kafka + "<Failover name='Failover' primary='Kafka'><Failovers>"
                + "<AppenderRef ref='Spare'/></Failovers></Failover></Appenders><Loggers><Root level='ALL'>"
                + "<AppenderRef ref='Failover'/></Root></Loggers></Configuration>";
    }

    @Test
    void badConfiguration_handsAllToErrorRef() {
        LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' topic='' errorRef='Spare'/>"), spare);
        context.getLogger("app").error("hello");
        assertThat(spare.messages).containsExactly("hello");
        assertThat(log4j.errors()).hasSize(1);
    }

    @Test
    void layoutThatThrows_countsAsEncodeFailedAndGoesToErrorRef() {
        LoggerContext context =
                log4j.start(xml(SMALL + "errorRef='Spare'><PatternLayout pattern='%m'/></WorkerKafka>"), spare);
        kafka(context).append(event(new ThrowsOnce(), "main"));
        assertThat(spare.messages).hasSize(1);
        assertThat(kafka(context)
                        .manager
                        .pipeline
                        .counters()
                        .dropped(DropCause.FALLBACK)
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void ownThreads_areNeitherFallenBackNorThrownFor() {
        LoggerContext context = log4j.start(xml(SMALL + "errorRef='Spare' ignoreExceptions='false'/>"), spare);
        assertThatCode(() -> kafka(context).append(event("mine", "loglane-shipper")))
                .doesNotThrowAnyException();
        assertThat(spare.messages).isEmpty();
        assertThat(kafka(context)
                        .manager
                        .pipeline
                        .counters()
                        .dropped(DropCause.OWN_LOGGER)
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void stoppedAppender_refusesWithoutFallback() {
        LoggerContext context = log4j.start(xml(SMALL + "errorRef='Spare' ignoreExceptions='false'/>"), spare);
        WorkerKafkaAppender appender = kafka(context);
        appender.stop(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> appender.append(event("late", "main")))
                .isInstanceOf(AppenderLoggingException.class)
                .hasMessageContaining("closed");
        assertThat(spare.messages).isEmpty();
    }

    @Test
    void appenderNotStarted_refuses() {
        WorkerKafkaAppender appender = WorkerKafkaAppender.newBuilder()
                .setName("Kafka")
                .setBootstrapServers("127.0.0.1:1")
                .build();
        assertThatCode(() -> appender.append(event("early", "main"))).doesNotThrowAnyException();
        assertThat(appender.stop(0, TimeUnit.MILLISECONDS)).isTrue();
    }
}
