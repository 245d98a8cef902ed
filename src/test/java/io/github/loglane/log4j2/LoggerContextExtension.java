package io.github.loglane.log4j2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts Log4j2 contexts from XML, beside the one of the test run, and hears what Log4j's status log says meanwhile. */
final class LoggerContextExtension implements BeforeEachCallback, AfterEachCallback {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<LoggerContext> contexts = new ArrayList<>();
    private final StatusLines status = new StatusLines();

    @Override
    public void beforeEach(ExtensionContext test) {
        StatusLogger.getLogger().registerListener(status);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        // No broker is there, and waiting for it is not the subject of most tests.
        contexts.forEach(context -> context.stop(1, TimeUnit.MILLISECONDS));
        StatusLogger.getLogger().removeListener(status);
    }

    /** A started context whose only logger, root, has all appenders of {@code appenders} that a reference is made to. */
    LoggerContext start(String configuration, Appender... more) {
        return start(new LoggerContext("test-" + NUMBER.incrementAndGet()), configuration, more);
    }

    LoggerContext start(LoggerContext context, String configuration, Appender... more) {
        contexts.add(context);
        context.start(parse(context, configuration, more));
        return context;
    }

    /** A started context that Log4j configures from a file by itself, and again when the file changes. */
    LoggerContext start(Path file) {
        LoggerContext context = new LoggerContext("test-" + NUMBER.incrementAndGet(), null, file.toUri());
        contexts.add(context);
        context.start();
        return context;
    }

    void reconfigure(LoggerContext context, String configuration, Appender... more) {
        context.reconfigure(parse(context, configuration, more));
    }

    Configuration parse(LoggerContext context, String configuration, Appender... more) {
        try {
            byte[] xml = configuration.getBytes(StandardCharsets.UTF_8);
            return new TestConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(xml)), more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A whole configuration of one element in {@code <Appenders>}, which the root logger refers to as "Kafka". */
    static String xml(String appenders) {
        return "<Configuration><Appenders>" + appenders + "</Appenders><Loggers><Root level='ALL'>"
                + "<AppenderRef ref='Kafka'/></Root></Loggers></Configuration>";
    }

    static WorkerKafkaAppender kafka(LoggerContext context) {
        return context.getConfiguration().getAppender("Kafka");
    }

    List<String> errors() {
        return status.of(Level.ERROR);
    }

    /** Those with {@code part}: a pipeline without a broker warns of that too, sooner or later. */
    List<String> warnings(String part) {
        return status.of(Level.WARN).stream()
                .filter(line -> line.contains(part))
                .toList();
    }

    /** What loglane tells without a warning. */
    List<String> infos() {
        return status.of(Level.INFO).stream()
                .filter(line -> line.startsWith("loglane "))
                .toList();
    }

    /** Log4j's XML, and appenders that are no plugins. */
    private static final class TestConfiguration extends XmlConfiguration {
        private final Appender[] more;

        TestConfiguration(LoggerContext context, ConfigurationSource source, Appender[] more) {
            super(context, source);
            this.more = more;
        }

        @Override
        protected void doConfigure() {
            super.doConfigure();
            for (Appender appender : more) {
                addAppender(appender);
            }
        }
    }

    private static final class StatusLines implements StatusListener {
        private final Queue<StatusData> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void log(StatusData data) {
            lines.add(data);
        }

        @Override
        public Level getStatusLevel() {
            return Level.INFO;
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        List<String> of(Level level) {
            return lines.stream()
                    .filter(line -> level.equals(line.getLevel()))
                    .map(line -> line.getMessage().getFormattedMessage())
                    .toList();
        }
    }
}
