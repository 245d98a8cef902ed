package io.github.loglane.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.github.loglane.LogPipeline;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.front.Front;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The front for Logback. */
final class LogbackFront implements Front {

    /** What all appenders have, the nested ones, and what logback-kafka-appender has. */
    private static final Set<String> OF_LOGBACK =
            Set.of("name", "context", "encoder", "keyingStrategy", "deliveryStrategy", "partition", "appendTimestamp");

    private static final String PROPERTY = "property:";

    private final LogbackContexts logback = new LogbackContexts();
    private LoggerContext context;
    private WorkerKafkaAppender appender;
    private LogbackContexts.Recording spare;

    @Override
    public Set<String> options() {
        return Arrays.stream(WorkerKafkaAppender.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("set"))
                .map(name -> Introspector.decapitalize(name.substring("set".length())))
                .filter(name -> !OF_LOGBACK.contains(name))
                .collect(Collectors.toSet());
    }

    @Override
    public void start(Map<String, String> options, boolean hasSpare) {
        StringBuilder elements = new StringBuilder(hasSpare ? "<appender-ref ref='Spare'/>" : "");
        options.forEach((name, value) -> elements.append(
                name.startsWith(PROPERTY)
                        ? "<producerProperty>" + name.substring(PROPERTY.length()) + '=' + value + "</producerProperty>"
                        : '<' + name + '>' + value + "</" + name + '>'));
        context = logback.start(LogbackContexts.xml("ERROR", elements.toString(), LogbackContexts.spare()));
        appender = LogbackContexts.kafka(context);
        spare = (LogbackContexts.Recording) appender.getAppender("Spare");
    }

    @Override
    public void log(FakeEvent event) {
        appender.doAppend(LogbackEvents.of(event, context));
    }

    @Override
    public LogPipeline pipeline() {
        return appender.shared.pipeline;
    }

    @Override
    public List<String> spared() {
        return spare.messages;
    }

    @Override
    public String level(String logger) {
        return context.getLogger(logger).getEffectiveLevel().toString();
    }

    @Override
    public void setLevel(String logger, String level) {
        context.getLogger(logger).setLevel(Level.toLevel(level));
    }

    @Override
    public List<String> warnings() {
        return Stream.concat(logback.errors().stream(), logback.warnings().stream())
                .filter(line -> line.startsWith("loglane "))
                .toList();
    }

    @Override
    public void stop() {
        context.stop();
    }

    @Override
    public void close() {
        logback.afterEach(null);
    }
}
