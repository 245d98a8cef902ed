package io.github.loglane.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import com.github.danielwegener.logback.kafka.KafkaAppender;
import com.github.danielwegener.logback.kafka.delivery.AsynchronousDeliveryStrategy;
import com.github.danielwegener.logback.kafka.keying.NoKeyKeyingStrategy;
import io.github.loglane.logback.WorkerKafkaAppender;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;

/**
 * A Logback context with one appender. It is not SLF4J's, as {@link Log4jSink}'s is not: what the Kafka client logs
 * goes to neither, and no record of the topic is another's than the load's.
 */
final class LogbackSink implements Sink {

    private final LoggerContext context = new LoggerContext();
    private final Logger logger;
    private final String[] ids =
            IntStream.range(0, Payload.COUNT).mapToObj(Payload::id).toArray(String[]::new);
    private final String[] texts =
            IntStream.range(0, Payload.COUNT).mapToObj(Payload::text).toArray(String[]::new);

    private LogbackSink(Function<LoggerContext, Appender<ILoggingEvent>> started) {
        context.setName("bench");
        context.setMDCAdapter(new LogbackMDCAdapter());
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(started.apply(context));
        logger = context.getLogger(Log4jSink.LOGGER);
    }

    static LogbackSink logbackKafkaAppender(Map<String, String> settings, String servers, String topic) {
        return new LogbackSink(context -> {
            LogstashEncoder encoder = new LogstashEncoder();
            encoder.setContext(context);
            encoder.start();
            KafkaAppender<ILoggingEvent> appender = new KafkaAppender<>();
            appender.setContext(context);
            appender.setName("Kafka");
            appender.setEncoder(encoder);
            appender.setTopic(topic);
            appender.setKeyingStrategy(new NoKeyKeyingStrategy());
            appender.setDeliveryStrategy(new AsynchronousDeliveryStrategy());
            settings.forEach(appender::addProducerConfigValue);
            appender.addProducerConfigValue("bootstrap.servers", servers);
            appender.start();
            return appender;
        });
    }

    static LogbackSink loglane(Consumer<WorkerKafkaAppender> options, String servers, String topic) {
        return new LogbackSink(context -> {
            WorkerKafkaAppender appender = new WorkerKafkaAppender();
            appender.setContext(context);
            appender.setName("Kafka");
            appender.setBootstrapServers(servers);
            appender.setTopic(topic);
            appender.setWorkerId("3");
            options.accept(appender);
            appender.start();
            return appender;
        });
    }

    @Override
    public void send(int i) {
        int at = i & Payload.COUNT - 1;
        logger.info(Payload.FORMAT, ids[at], texts[at]);
    }

    @Override
    public void close() {
        context.stop();
    }
}
