package io.github.loglane.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.loglane.LaneLevels;
import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.spi.MDCAdapter;

/**
 * Gives single workers levels of their own, where the workers of a process are its threads or are named by the MDC. Immutable;
 * asked on the logging thread.
 *
 * <p>Price: a log call of any other worker, disabled ones included, costs a look into the MDC and one into a map.
 */
final class LaneTurboFilter extends TurboFilter {

    /** Logback's loggers of nested classes have the outer class's as a parent. */
    private static final String SEPARATORS = ".$";

    private final String contextKey;
    private final LaneLevels<Level> lanes;

    /** @param contextKey names the worker in the MDC; {@code null} where the thread is the worker */
    LaneTurboFilter(String contextKey, LaneLevels<Level> lanes) {
        this.contextKey = contextKey;
        this.lanes = lanes;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] params, Throwable thrown) {
        Map<String, Level> levels = levels(logger.getLoggerContext());
        if (levels == null) {
            return FilterReply.NEUTRAL;
        }
        Logger configured = configured(logger);
        Level own = LaneLevels.nearest(levels, name(logger), name(configured), SEPARATORS);
        if (own == null) {
            return FilterReply.NEUTRAL;
        }
        return level.isGreaterOrEqual(own) ? FilterReply.ACCEPT : FilterReply.DENY;
    }

    private Map<String, Level> levels(LoggerContext context) {
        if (contextKey != null) {
            // that of the context, where its events get their MDC from
            MDCAdapter mdc = context.getMDCAdapter();
            return lanes.of(mdc == null ? MDC.get(contextKey) : mdc.get(contextKey));
        }
        Thread current = Thread.currentThread();
        Map<String, Level> levels = lanes.of(Long.toString(current.getId()));
        // Behind an AsyncAppender the worker goes by the thread's name.
        return levels != null ? levels : lanes.of(current.getName());
    }

    /** The nearest ancestor, itself included, that has a level of its own; the root logger always has. */
    private static Logger configured(Logger logger) {
        LoggerContext context = logger.getLoggerContext();
        Logger at = logger;
        while (at.getLevel() == null) {
            String name = at.getName();
            int dot = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
            at = context.getLogger(dot < 0 ? org.slf4j.Logger.ROOT_LOGGER_NAME : name.substring(0, dot));
        }
        return at;
    }

    private static String name(Logger logger) {
        return logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME) ? "" : logger.getName();
    }
}
