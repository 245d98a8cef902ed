package io.github.loglane.log4j2;

import io.github.loglane.encode.Worker;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.message.Message;

/**
 * Gives single workers levels of their own, where the workers of a process are its threads or are named by the thread context.
 * It stands behind the configuration's own filters, which have the first word. Immutable; asked on the logging thread.
 *
 * <p>Price: a log call of any other worker, disabled ones included, costs a look into the thread context and one into a map.
 *
 * <p>Of a logger's ancestors the nearest one that has a level counts, as always in Log4j; where both the worker and the
 * configuration have one for it, the worker's.
 */
final class LaneFilter extends AbstractFilter {

    private final String contextKey;
    private final Map<String, Map<String, Level>> byWorker;

    /** @param contextKey names the worker in the thread context; {@code null} where the thread is the worker */
    LaneFilter(String contextKey, Map<String, Map<String, Level>> byWorker) {
        this.contextKey = contextKey;
        this.byWorker = Map.copyOf(byWorker);
    }

    private Result judge(Logger logger, Level level) {
        Map<String, Level> levels = levels();
        if (levels == null) {
            return Result.NEUTRAL;
        }
        String configured = configuredName(logger);
        String name = logger.getName();
        while (name.length() >= configured.length()) {
            Level own = levels.get(name);
            if (own != null) {
                return own.intLevel() >= level.intLevel() ? Result.ACCEPT : Result.DENY;
            }
            if (name.isEmpty()) {
                break;
            }
            name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }
        return Result.NEUTRAL;
    }

    private Map<String, Level> levels() {
        if (contextKey == null) {
            return byWorker.get(Long.toString(Thread.currentThread().getId()));
        }
        String text = ThreadContext.get(contextKey);
        if (text == null) {
            return null;
        }
        Map<String, Level> levels = byWorker.get(text);
        return levels != null || isPlain(text)
                ? levels
                : byWorker.get(Worker.parse(text).toString());
    }

    /** Whether there is no other spelling of the same worker, such as {@code 007} of 7. */
    private static boolean isPlain(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        return first > '0' && text.charAt(text.length() - 1) > ' ';
    }

    /** The nearest ancestor that has a level in the configuration. */
    private static String configuredName(Logger logger) {
        LoggerConfig config = logger.get();
        while (config != null && config.getExplicitLevel() == null) {
            config = config.getParent();
        }
        return config == null ? "" : config.getName();
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, Message msg, Throwable t) {
        return judge(logger, level);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, Object msg, Throwable t) {
        return judge(logger, level);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, String msg, Object... params) {
        return judge(logger, level);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, String msg, Object p0) {
        return judge(logger, level);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, String msg, Object p0, Object p1) {
        return judge(logger, level);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, String msg, Object p0, Object p1, Object p2) {
        return judge(logger, level);
    }

    @Override
    public Result filter(
            Logger logger, Level level, Marker marker, String msg, Object p0, Object p1, Object p2, Object p3) {
        return judge(logger, level);
    }

    @Override
    public Result filter(
            Logger logger,
            Level level,
            Marker marker,
            String msg,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4) {
        return judge(logger, level);
    }

    @Override
    public Result filter(
            Logger logger,
            Level level,
            Marker marker,
            String msg,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5) {
        return judge(logger, level);
    }

    @Override
    public Result filter(
            Logger logger,
            Level level,
            Marker marker,
            String msg,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6) {
        return judge(logger, level);
    }

    @Override
    public Result filter(
            Logger logger,
            Level level,
            Marker marker,
            String msg,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7) {
        return judge(logger, level);
    }

    @Override
    public Result filter(
            Logger logger,
            Level level,
            Marker marker,
            String msg,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7,
            Object p8) {
        return judge(logger, level);
    }

    @Override
    public Result filter(
            Logger logger,
            Level level,
            Marker marker,
            String msg,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7,
            Object p8,
            Object p9) {
        return judge(logger, level);
    }
}
