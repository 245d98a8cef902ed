package io.github.loglane.log4j2;

import io.github.loglane.status.StatusSink;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * loglane's own lines, in Log4j's status log. By default Log4j shows only its errors; {@code <Configuration
 * status="WARN">} shows more.
 */
final class Log4jStatusSink implements StatusSink {

    private static final Logger LOGGER = StatusLogger.getLogger();

    @Override
    public void line(Grade grade, String text) {
        LOGGER.log(level(grade), text);
    }

    private static Level level(Grade grade) {
        return switch (grade) {
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
