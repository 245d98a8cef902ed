package io.github.loglane.log4j2;

import io.github.loglane.LaneLevels;
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
 */
final class LaneFilter extends AbstractFilter {

    private final String contextKey;
    private final LaneLevels<Level> lanes;

    /** @param contextKey names the worker in the thread context; {@code null} where the thread is the worker */
    LaneFilter(String contextKey, LaneLevels<Level> lanes) {
        this.contextKey = contextKey;
        this.lanes = lanes;
    }

    private Result judge(Logger logger, Level level) {
        Map<String, Level> levels = lanes.of(
                contextKey == null ? Long.toString(Thread.currentThread().getId()) : ThreadContext.get(contextKey));
        if (levels == null) {
            return Result.NEUTRAL;
        }
        Level own = LaneLevels.nearest(levels, logger.getName(), configuredName(logger), ".");
        if (own == null) {
            return Result.NEUTRAL;
        }
        return own.intLevel() >= level.intLevel() ? Result.ACCEPT : Result.DENY;
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
