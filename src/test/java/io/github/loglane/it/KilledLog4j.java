package io.github.loglane.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** Log4j2 in an application that is killed. */
final class KilledLog4j implements KilledFront.Log {

    private final Logger logger;

    private KilledLog4j(Logger logger) {
        this.logger = logger;
    }

    static KilledLog4j open(Map<String, String> options) throws IOException {
        StatusLogger.getLogger().registerListener(new Printed());
        StringBuilder attributes = new StringBuilder();
        options.forEach((name, value) ->
                attributes.append(' ').append(name).append("='").append(value).append('\''));
        String xml = "<Configuration status='info' shutdownHook='disable'><Appenders><WorkerKafka name='Kafka'"
                + attributes + "/></Appenders><Loggers><Root level='info'><AppenderRef ref='Kafka'/></Root></Loggers>"
                + "</Configuration>";
        LoggerContext context = new LoggerContext("killed-load");
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        context.start(new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(bytes))));
        return new KilledLog4j(context.getLogger("load"));
    }

    @Override
    public void worker(int worker) {
        ThreadContext.put("worker", String.valueOf(worker));
    }

    @Override
    public void info(String text) {
        logger.info(text);
    }

    /** Prints what loglane says of itself. */
    private static final class Printed implements StatusListener {
        @Override
        public void log(StatusData data) {
            String line = data.getMessage().getFormattedMessage();
            if (line.contains("loglane")) {
                System.out.println(data.getLevel() + " " + line);
            }
        }

        @Override
        public Level getStatusLevel() {
            return Level.INFO;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
