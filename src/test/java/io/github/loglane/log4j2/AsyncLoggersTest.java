package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.conf.ConfLevel;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The worker is that of the thread that logs, whoever carries the event on; once for each kind of asynchronous logger. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void levelOfOneWorker_isForItsEventsOnly(boolean isAllAsync) throws InterruptedException {
        RecordingAppender events = new RecordingAppender("Events");
        String loggers = "<Loggers><Logger name='com.acme' level='error'/><Root level='error'/></Loggers>";
        String mixed = loggers.replace("<Logger", "<AsyncLogger")
                .replace("<AsyncLoggers", "<Loggers")
                .replace("Root", "AsyncRoot");
        LoggerContext context = log4j.start(
                isAllAsync ? new AsyncLoggerContext("lanes") : new LoggerContext("lanes"),
                "<Configuration>" + (isAllAsync ? loggers : mixed) + "</Configuration>");
        events.start();
        context.getConfiguration().getRootLogger().addAppender(events, null, null);
        Log4jLevels levels = Log4jLevels.of(context);
        levels.workerContextKey("worker");
        levels.setWorkerLevel("7", "com.acme", ConfLevel.DEBUG);
        levels.setLevel("com.acme.pay", ConfLevel.WARN);
        List<Thread> workers = new ArrayList<>();
        for (String worker : List.of("7", "8")) {
            workers.add(new Thread(() -> {
                ThreadContext.put("worker", worker);
                for (int i = 0; i < 1000; i++) {
                    context.getLogger("com.acme.Shop").debug("{} {}", worker, i);
                    context.getLogger("com.acme.pay.Till").info("{} pay", worker);
                }
                context.getLogger("com.acme.pay.Till").warn("{} end", worker);
            }));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> events.messages.containsAll(List.of("7 end", "8 end")));
        List<String> expected =
                new ArrayList<>(IntStream.range(0, 1000).mapToObj(i -> "7 " + i).toList());
        expected.addAll(List.of("7 end", "8 end"));
        assertThat(events.messages).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(new HashSet<>(events.threads))
                .as("of the asynchronous loggers")
                .hasSize(1);
        levels.setWorkerLevel("7", "com.acme", null);
        ThreadContext.put("worker", "7");
        context.getLogger("com.acme.Shop").debug("no more");
        context.getLogger("com.acme.Shop").error("last");
        ThreadContext.clearMap();
        await().atMost(Duration.ofSeconds(30)).until(() -> events.messages.contains("last"));
        assertThat(events.messages).doesNotContain("no more");
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
