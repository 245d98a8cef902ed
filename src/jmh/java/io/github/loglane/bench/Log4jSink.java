package io.github.loglane.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;

/** A Log4j2 context with one appender. */
final class Log4jSink implements Sink {

    static final String LOGGER = "com.example.shop.OrderService";

    private static final long STOP_SECONDS = 30;

    private final LoggerContext context;
    private final Logger logger;
    private final String[] ids =
            IntStream.range(0, Payload.COUNT).mapToObj(Payload::id).toArray(String[]::new);
    private final String[] texts =
            IntStream.range(0, Payload.COUNT).mapToObj(Payload::text).toArray(String[]::new);

    /** @param appender an element named "Kafka" */
    Log4jSink(String appender) {
        context = start(appender);
        logger = context.getLogger(LOGGER);
    }

    /** A context of its own with this appender, an element named "Kafka". */
    static LoggerContext start(String appender) {
        String xml = "<Configuration status='error' shutdownHook='disable'><Appenders>" + appender
                + "</Appenders><Loggers><Root level='info'><AppenderRef ref='Kafka'/></Root></Loggers></Configuration>";
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        LoggerContext context = new LoggerContext("bench");
        try {
            context.start(new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(bytes))));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return context;
    }

    @Override
    public void send(int i) {
        int at = i & Payload.COUNT - 1;
        logger.info(Payload.FORMAT, ids[at], texts[at]);
    }

    @Override
    public void close() {
        context.stop(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
