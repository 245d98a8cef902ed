package io.github.loglane.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts Logback contexts from XML, beside what SLF4J logs to in the test run, and hears what Logback's status says meanwhile. */
final class LogbackContexts implements AfterEachCallback {

    private final List<LoggerContext> contexts = new ArrayList<>();
    private final Queue<Status> status = new ConcurrentLinkedQueue<>();

    /** Keeps what it gets. Of a class that has a name, for configuration files. */
    public static final class Recording extends AppenderBase<ILoggingEvent> {
        final List<String> messages = new CopyOnWriteArrayList<>();

        /** For Logback. */
        public Recording() {
            // nothing is held
        }

        @Override
        protected void append(ILoggingEvent event) {
            messages.add(event.getFormattedMessage());
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        contexts.forEach(LoggerContext::stop);
    }

    /** A context that is configured by {@code xml}. */
    LoggerContext start(String xml) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        contexts.add(context);
        context.getStatusManager().add(status::add);
        configure(context, xml);
        return context;
    }

    /** As Logback does it when the file has changed. */
    void reconfigure(LoggerContext context, String xml) {
        context.reset();
        load(context, xml);
    }

    /** Configures what has been reset. */
    void load(LoggerContext context, String xml) {
        context.getStatusManager().add(status::add);
        configure(context, xml);
    }

    /** From a file, which Logback may look at again. */
    void reconfigure(LoggerContext context, Path file) {
        context.reset();
        context.getStatusManager().add(status::add);
        configure(context, configurator -> configurator.doConfigure(file.toFile()));
    }

    private static void configure(LoggerContext context, String xml) {
        configure(
                context,
                configurator ->
                        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    }

    private interface Source {
        void give(JoranConfigurator configurator) throws JoranException;
    }

    private static void configure(LoggerContext context, Source source) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            source.give(configurator);
        } catch (JoranException e) {
            throw new AssertionError(e);
        }
        context.start();
    }

    /** A whole configuration, whose root logger refers to "Kafka", at {@code level}. */
    static String xml(String level, String kafka, String... more) {
        return "<configuration>" + String.join("", more)
                + "<appender name='Kafka' class='" + WorkerKafkaAppender.class.getName() + "'>" + kafka
                + "</appender><root level='" + level + "'><appender-ref ref='Kafka'/></root></configuration>";
    }

    static String spare() {
        return "<appender name='Spare' class='" + Recording.class.getName() + "'/>";
    }

    static WorkerKafkaAppender kafka(LoggerContext context) {
        return (WorkerKafkaAppender) root(context).getAppender("Kafka");
    }

    static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    List<String> errors() {
        return of(Status.ERROR);
    }

    List<String> warnings() {
        return of(Status.WARN);
    }

    /** Those that tell of mistakes; whether Kafka's absence is noticed before the test ends is a matter of time. */
    List<String> warningsOfConfiguration() {
        return warnings().stream()
                .filter(line ->
                        !line.startsWith("loglane Kafka: ") || line.contains("ignored") || line.contains("expecting"))
                .toList();
    }

    private List<String> of(int level) {
        return status.stream()
                .filter(line -> line.getLevel() == level)
                .map(Status::getMessage)
                .toList();
    }
}
