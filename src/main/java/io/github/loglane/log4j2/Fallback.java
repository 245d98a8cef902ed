package io.github.loglane.log4j2;

import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.AppenderControl;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.status.StatusLogger;

/** The appender that {@code errorRef} names: it gets the events that could not be journaled, on the thread that logs. */
final class Fallback {

    private static final Logger LOGGER = StatusLogger.getLogger();

    private final Appender owner;
    private final AppenderControl control;

    private Fallback(Appender owner, Appender target) {
        this.owner = owner;
        this.control = new AppenderControl(target, null, null);
    }

    /** The appender called {@code ref}, or {@code null} and one ERROR where there is none. */
    static Fallback find(Appender owner, String ref, Configuration configuration) {
        Appender target = configuration == null ? null : configuration.getAppender(ref);
        if (target == null || target == owner) {
            LOGGER.error(
                    "loglane {}: expecting: errorRef is the name of another appender, found: {}", owner.getName(), ref);
            return null;
        }
        return new Fallback(owner, target);
    }

    /** Returns whether the fallback took the event without an exception. */
    boolean take(LogEvent event) {
        try {
            control.callAppender(event);
            return true;
        } catch (RuntimeException e) {
            // Log4j has reported it with its details; here only that it was ours. The handler limits the rate.
            owner.getHandler()
                    .error("loglane " + owner.getName() + ": the fallback appender " + control.getAppenderName()
                            + " threw " + e.getClass().getName());
            return false;
        }
    }
}
