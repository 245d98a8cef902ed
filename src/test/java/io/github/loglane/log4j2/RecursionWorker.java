package io.github.loglane.log4j2;

import io.github.loglane.front.RecursionApp;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;

/** Starts Log4j2, then the application. */
public final class RecursionWorker {

    private RecursionWorker() {}

    public static void main(String[] args) throws Exception {
        Logger logger = LogManager.getLogger("shop");
        logger.info("begins");
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        WorkerKafkaAppender appender = context.getConfiguration().getAppender("Kafka");
        RecursionApp.run(logger::trace, appender.manager.pipeline.counters());
    }
}
