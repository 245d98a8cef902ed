package io.github.loglane.logback;

import static io.github.loglane.logback.LogbackContexts.kafka;
import static io.github.loglane.logback.LogbackContexts.root;
import static io.github.loglane.logback.LogbackContexts.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.loglane.LogPipeline;
import io.github.loglane.front.ShipperThreads;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What waits for what at the end, and what is left behind. */
class LogbackStopTest {

    private static final String SERVERS = "<bootstrapServers>127.0.0.1:1</bootstrapServers>";
    private static final String AT_ONCE = SERVERS + "<stopTimeoutMs>1</stopTimeoutMs>";
    private static final String LATE = SERVERS + "<stopTimeoutMs>10000</stopTimeoutMs>";

    @RegisterExtension
    final LogbackContexts logback = new LogbackContexts();

    private List<String> ended() {
        return logback.warnings().stream()
                .filter(line -> line.contains("stopped after "))
                .toList();
    }

    /** So that the longest deadline is that of all, and not their sum. */
    @Test
    void appenders_areDrainedAtTheSameTime() throws InterruptedException {
        LoggerContext context = logback.start(xml(
                "ALL",
                LATE,
                "<appender name='Other' class='" + WorkerKafkaAppender.class.getName() + "'>" + LATE + "</appender>",
                "<logger name='app'><appender-ref ref='Other'/></logger>"));
        LogPipeline first = kafka(context).shared.pipeline;
        LogPipeline second = ((WorkerKafkaAppender) context.getLogger("app").getAppender("Other")).shared.pipeline;
        context.getLogger("app").info("hello");
        Thread stop = new Thread(context::stop, "stop");
        stop.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> first.isClosed() && second.isClosed());
        assertThat(ended()).isEmpty();
        stop.join();
        assertThat(ended()).hasSize(2);
    }

    @Test
    void appenderWhoseNameCameBack_isWaitedFor() throws InterruptedException {
        LoggerContext context = logback.start(xml("ALL", LATE));
        WorkerKafkaAppender old = kafka(context);
        context.getLogger("app").info("hello");
        Thread stop = new Thread(old::stop, "stop");
        stop.start();
        await().atMost(Duration.ofSeconds(30)).until(old.shared.pipeline::isClosed);
        WorkerKafkaAppender successor = new WorkerKafkaAppender();
        successor.setContext(context);
        successor.setName("Kafka");
        successor.setBootstrapServers("127.0.0.1:1");
        successor.setStopTimeoutMs("1");
        successor.start();
        root(context).addAppender(successor);
        assertThat(successor.shared.pipeline).isNotSameAs(old.shared.pipeline);
        context.getLogger("app").info("hello");
        context.stop();
        assertThat(ended()).hasSize(2);
        stop.join();
    }

    private static WorkerKafkaAppender appender(LoggerContext context, String stopTimeoutMs) {
        WorkerKafkaAppender made = new WorkerKafkaAppender();
        made.setContext(context);
        made.setName("Successor");
        made.setBootstrapServers("127.0.0.1:1");
        made.setStopTimeoutMs(stopTimeoutMs);
        made.start();
        root(context).addAppender(made);
        return made;
    }

    /** Else the lane would overtake itself. */
    @Test
    void appenderWhoseNameCameBack_isShippedWhenTheOneBeforeIsDrained() throws InterruptedException {
        LoggerContext context = logback.start("<configuration/>");
        WorkerKafkaAppender old = appender(context, "2000");
        context.getLogger("app").error("hello");
        List<Thread> first = ShipperThreads.of("Successor");
        assertThat(first).hasSize(1);
        Thread stop = new Thread(old::stop, "stop");
        stop.start();
        await().until(old.shared.pipeline::isClosed);
        appender(context, "1");
        assertThat(ShipperThreads.of("Successor")).isEqualTo(first);
        stop.join();
        await().until(() -> !ShipperThreads.of("Successor").isEmpty()
                && !ShipperThreads.of("Successor").equals(first));
    }

    @Test
    void stoppedContext_hasNoListenerOfOurs() throws ReflectiveOperationException {
        assumeThat(ContextBase.class.getMethods())
                .as("older versions of Logback cannot remove one")
                .anyMatch(method -> method.getName().equals("removeConfigurationEventListener"));
        LoggerContext context = logback.start(xml("ALL", AT_ONCE));
        Field listeners = ContextBase.class.getDeclaredField("configurationEventListenerList");
        listeners.setAccessible(true);
        assertThat((Collection<?>) listeners.get(context)).hasAtLeastOneElementOfType(ContextPipelines.class);
        context.stop();
        assertThat((Collection<?>) listeners.get(context)).doesNotHaveAnyElementsOfTypes(ContextPipelines.class);
        assertThat(context.getCopyOfListenerList()).isEmpty();
    }

    /** Keeps what was made of it. Of a class that has a name, for configuration files. */
    public static class Quiet extends EncoderBase<ILoggingEvent> {
        private static final List<Quiet> ALL = new CopyOnWriteArrayList<>();

        /** For Logback. */
        public Quiet() {
            ALL.add(this);
        }

        @Override
        public byte[] headerBytes() {
            return null;
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return new byte[] {'x'};
        }

        @Override
        public byte[] footerBytes() {
            return null;
        }
    }

    /** The second one may still have log calls in it when the third takes over. */
    @Test
    void encoders_areStoppedWhenNoLogCallNeedsThem() {
        Quiet.ALL.clear();
        String file = xml("ALL", AT_ONCE + "<encoder class='" + Quiet.class.getName() + "'/>");
        LoggerContext context = logback.start(file);
        logback.reconfigure(context, file);
        logback.reconfigure(context, file);
        assertThat(Quiet.ALL).extracting(Quiet::isStarted).containsExactly(false, true, true);
        context.stop();
        assertThat(Quiet.ALL).extracting(Quiet::isStarted).containsExactly(false, false, false);
    }

    /** Logs while the appender drains. */
    public static final class Loud extends Quiet {

        /** For Logback. */
        public Loud() {
            // as the other one
        }

        @Override
        public void stop() {
            super.stop();
            ((LoggerContext) getContext()).getLogger("org.apache.kafka").warn("closing");
        }
    }

    /** Kafka's client is one that does, and has no appender any more. */
    @Test
    void whoeverLogsDuringTheDrain_isNoWarningOfLogbacks() {
        LoggerContext context = logback.start(xml("ALL", AT_ONCE + "<encoder class='" + Loud.class.getName() + "'/>"));
        context.stop();
        assertThat(logback.warnings()).noneMatch(line -> line.contains("No appenders present"));
        assertThat(context.getTurboFilterList()).isEmpty();
    }
}
