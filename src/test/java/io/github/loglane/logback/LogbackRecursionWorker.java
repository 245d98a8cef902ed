package io.github.loglane.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.loglane.front.RecursionApp;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts SLF4J and with it Logback, then the application. */
public final class LogbackRecursionWorker {

    private LogbackRecursionWorker() {}

    public static void main(String[] args) throws Exception {
        Logger logger = LoggerFactory.getLogger("shop");
        logger.info("begins");
        WorkerKafkaAppender appender = LogbackContexts.kafka((LoggerContext) LoggerFactory.getILoggerFactory());
        RecursionApp.run(logger::trace, appender.shared.pipeline.counters());
    }

    /**
     * Starts slowly, as appenders do that connect somewhere: until one of Kafka's clients has started, but a second at most. None
     * should, as long as SLF4J holds back what it logs.
     */
    public static final class Slow extends AppenderBase<ILoggingEvent> {

        /** For Logback. */
        public Slow() {
            // nothing is held
        }

        @Override
        public void start() {
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (System.nanoTime() < endNanos && !isKafkaStarted()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            super.start();
        }

        private static boolean isKafkaStarted() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("kafka-"));
        }

        @Override
        protected void append(ILoggingEvent event) {
            // nothing is logged to it
        }
    }
}
