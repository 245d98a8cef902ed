package io.github.loglane.it;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.github.loglane.logback.WorkerKafkaAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logback behind SLF4J in an application that is killed. */
final class KilledLogback implements KilledFront.Log {

    private final Logger logger;

    private KilledLogback(Logger logger) {
        this.logger = logger;
    }

    static KilledLogback open(Map<String, String> options) {
        StringBuilder elements = new StringBuilder();
        options.forEach(
                (name, value) -> elements.append('<' + name + '>').append(value).append("</" + name + '>'));
        String xml = "<configuration><appender name='Kafka' class='" + WorkerKafkaAppender.class.getName() + "'>"
                + elements + "</appender><root level='info'><appender-ref ref='Kafka'/></root></configuration>";
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getStatusManager().add(status -> {
            if (status.getMessage().contains("loglane")) {
                System.out.println(status.getMessage());
            }
        });
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        return new KilledLogback(context.getLogger("load"));
    }

    @Override
    public void worker(int worker) {
        MDC.put("worker", String.valueOf(worker));
    }

    @Override
    public void info(String text) {
        logger.info(text);
    }
}
