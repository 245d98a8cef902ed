package io.github.loglane.log4j2;

import io.github.loglane.LogPipeline;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.front.Front;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.util.TypeUtil;

/** The front for Log4j2. */
final class Log4jFront implements Front {

    /** The fallback by Log4j's name for it, what all appenders have, and what {@code <Kafka>} has. */
    private static final Set<String> OF_LOG4J =
            Set.of("name", "errorRef", "ignoreExceptions", "syncSend", "retryCount", "key", "sendEventTimestamp");

    private static final String PROPERTY = "property:";

    private final LoggerContextExtension log4j = new LoggerContextExtension();
    private final RecordingAppender spare = new RecordingAppender("Spare");
    private LoggerContext context;
    private WorkerKafkaAppender appender;
    private PipelineManager manager;

    Log4jFront() {
        log4j.beforeEach(null);
    }

    @Override
    public Set<String> options() {
        return TypeUtil.getAllDeclaredFields(WorkerKafkaAppender.Builder.class).stream()
                .filter(field -> field.isAnnotationPresent(PluginBuilderAttribute.class))
                .map(java.lang.reflect.Field::getName)
                .filter(name -> !OF_LOG4J.contains(name))
                .collect(Collectors.toSet());
    }

    @Override
    public void start(Map<String, String> options, boolean hasSpare) {
        StringBuilder attributes = new StringBuilder(hasSpare ? "errorRef='Spare' " : "");
        StringBuilder properties = new StringBuilder();
        options.forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                properties
                        .append("<Property name='")
                        .append(name.substring(PROPERTY.length()))
                        .append("'>")
                        .append(value)
                        .append("</Property>");
            } else {
                attributes.append(name).append("='").append(value).append("' ");
            }
        });
        context = log4j.start(
                "<Configuration><Appenders><WorkerKafka name='Kafka' " + attributes + ">" + properties
                        + "</WorkerKafka></Appenders><Loggers><Root level='ERROR'><AppenderRef ref='Kafka'/></Root>"
                        + "</Loggers></Configuration>",
                spare);
        appender = LoggerContextExtension.kafka(context);
        manager = appender.manager;
    }

    @Override
    public void log(FakeEvent event) {
        appender.append(Log4jEvents.of(event));
    }

    @Override
    public LogPipeline pipeline() {
        return manager.pipeline;
    }

    @Override
    public List<String> spared() {
        return spare.messages;
    }

    @Override
    public String level(String logger) {
        return context.getLogger(logger).getLevel().name();
    }

    @Override
    public void setLevel(String logger, String level) {
        LoggerConfig config = context.getConfiguration().getLoggerConfig(logger);
        config.setLevel(Level.valueOf(level));
        context.updateLoggers();
    }

    @Override
    public List<String> warnings() {
        return java.util.stream.Stream.concat(log4j.errors().stream(), log4j.warnings("loglane ").stream())
                .toList();
    }

    @Override
    public void stop() {
        context.stop();
    }

    @Override
    public void close() {
        log4j.afterEach(null);
    }
}
