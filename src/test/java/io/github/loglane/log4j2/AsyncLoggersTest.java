package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Behind asynchronous loggers the appender is called by another thread than the one that logged. */
class AsyncLoggersTest {

    private static final String KAFKA =
            "<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' journalBytes='1 MiB' maxRecordBytes='64 KiB' ";

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private LoggerContext async(String appender, RecordingAppender... more) {
        return log4j.start(new AsyncLoggerContext("async"), xml(appender), more);
    }

    @Test
    void ownThread_isKnownByTheThreadThatTheEventNames() throws InterruptedException {
        LoggerContext context = async(KAFKA + "/>");
        Counters counters = kafka(context).manager.pipeline.counters();
        Thread own = new Thread(() -> context.getLogger("app").error("mine"), "loglane-shipper-kafka");
        own.start();
        own.join();
        context.getLogger("app").error("yours");
        await().until(() -> counters.offered().sum() == 2);
        assertThat(counters.dropped(DropCause.OWN_LOGGER).sum()).isEqualTo(1);
        assertThat(counters.appended().sum()).isEqualTo(1);
    }

    @Test
    void errorRef_getsWhatHasNoRoomOnTheAsyncThread() {
        RecordingAppender spare = new RecordingAppender("Spare");
        LoggerContext context = async(KAFKA + "errorRef='Spare'/>", spare);
        Counters counters = kafka(context).manager.pipeline.counters();
        for (int i = 0; i < 30; i++) {
            context.getLogger("app").error("{} {}", i, "x".repeat(60_000));
        }
        await().until(() -> counters.offered().sum() == 30);
        await().until(() ->
                spare.messages.size() == counters.dropped(DropCause.FALLBACK).sum());
        assertThat(spare.messages).isNotEmpty();
        assertThat(spare.threads).doesNotContain(Thread.currentThread().getName());
    }

    @Test
    void stop_takesWhatIsInTheRingOfTheLoggers() {
        LoggerContext context = async(KAFKA + "stopTimeoutMs='1'/>");
        Counters counters = kafka(context).manager.pipeline.counters();
        for (int i = 0; i < 1000; i++) {
            context.getLogger("app").error("{}", i);
        }
        context.stop();
        assertThat(counters.appended().sum()).isEqualTo(1000);
    }
}
