package io.github.loglane.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.status.InfoStatus;
import io.github.loglane.LaneLevels;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.LevelPort;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sets levels in one Logback context, and brings back what was there before.
 *
 * <p>Who wins: a level set here replaces any other at once. The application may replace it at any time in its turn, and then
 * keeps what it set: only what is still ours is taken back. A configuration that is loaded anew gets the levels in force as
 * its own ones are set, those of loggers that it does not name at its end; what they hide from then on is what the new file
 * says.
 *
 * <p>Safe for any thread. Logback calls listeners under the monitor of the logger whose level changes; so that monitor is the
 * lock here, and no other is taken under it.
 */
final class LogbackLevels implements LevelPort {

    private static final long NOBODY = 0;

    private final LoggerContext context;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** The thread that configures the context; {@link #NOBODY} where none does. One that broke off tells of no end. */
    private volatile long configurer;

    private LaneLevels<Level> laneLevels = new LaneLevels<>();
    private String workerContextKey;
    private LaneTurboFilter filter;

    /**
     * @param before {@code null} where the logger had no level of its own
     * @param isApplying whether it is being set at this moment
     */
    private record Held(Level level, Level before, boolean isApplying) {}

    LogbackLevels(LoggerContext context, boolean isConfiguring) {
        this.context = context;
        this.configurer = isConfiguring ? Thread.currentThread().getId() : NOBODY;
    }

    @Override
    public void setLevel(String name, ConfLevel level) {
        Logger logger = context.getLogger(name);
        synchronized (logger) {
            if (level == null) {
                restore(logger);
            } else {
                hold(logger, level(level));
            }
        }
    }

    /** Of FATAL Logback knows nothing: no event is as severe. */
    private static Level level(ConfLevel level) {
        return level == ConfLevel.FATAL ? Level.OFF : Level.toLevel(level.name());
    }

    private void hold(Logger logger, Level level) {
        Held was = held.get(logger.getName());
        Level current = logger.getLevel();
        boolean isOurs = was != null && was.level == current;
        apply(logger, level, isOurs ? was.before : current);
    }

    /** What Logback then tells as a change is none. */
    private void apply(Logger logger, Level level, Level before) {
        held.put(logger.getName(), new Held(level, before, true));
        logger.setLevel(level);
        held.put(logger.getName(), new Held(level, before, false));
    }

    private void restore(Logger logger) {
        Held was = held.remove(logger.getName());
        if (was == null) {
            return;
        }
        if (was.level == logger.getLevel()) {
            logger.setLevel(was.before);
        } else if (configurer == NOBODY) {
            context.getStatusManager()
                    .add(new InfoStatus(
                            "loglane: logger " + logger.getName() + " keeps " + logger.getLevel()
                                    + ", which the application set",
                            "loglane"));
        }
    }

    /** A logger has got another level; called under its monitor. What other threads set is no part of a configuration. */
    void changed(Logger logger) {
        Held ours = held.get(logger.getName());
        if (ours != null
                && !ours.isApplying
                && configurer == Thread.currentThread().getId()) {
            apply(logger, ours.level, logger.getLevel());
        }
    }

    /** All loggers are back to no level, and all filters gone; a new configuration follows. */
    void reset() {
        configurer = Thread.currentThread().getId();
        held.replaceAll(
                (name, ours) -> new Held(ours.level, context.getLogger(name).getLevel(), false));
    }

    /** The new configuration is in place. */
    void configured() {
        if (configurer == NOBODY) {
            return;
        }
        configurer = NOBODY;
        held.keySet().forEach(this::holdAgain);
        replaceFilter();
    }

    private void holdAgain(String name) {
        Logger logger = context.getLogger(name);
        synchronized (logger) {
            Held ours = held.get(name);
            if (ours != null && ours.level != logger.getLevel()) {
                hold(logger, ours.level);
            } else if (ours != null) {
                tell(logger, ours.level);
            }
        }
    }

    /** Where ours took the place of the file's at once, other listeners, such as that to java.util.logging, heard the file's last. */
    private void tell(Logger logger, Level level) {
        for (LoggerContextListener listener : context.getCopyOfListenerList()) {
            if (!(listener instanceof ContextPipelines)) {
                listener.onLevelChange(logger, level);
            }
        }
    }

    /** Where the workers are per event: the MDC's key that names them, {@code null} for threads. */
    synchronized void workerContextKey(String key) {
        if (!Objects.equals(key, workerContextKey)) {
            workerContextKey = key;
            replaceFilter();
        }
    }

    @Override
    public synchronized void setWorkerLevel(String worker, String logger, ConfLevel level) {
        laneLevels = laneLevels.with(worker, logger.equals(ROOT) ? "" : logger, level == null ? null : level(level));
        replaceFilter();
    }

    /** Behind the configuration's own filters, which have the first word. Without levels of single workers there is none. */
    private synchronized void replaceFilter() {
        LaneTurboFilter old = filter;
        filter = laneLevels.isEmpty() ? null : new LaneTurboFilter(workerContextKey, laneLevels);
        if (filter != null) {
            filter.setContext(context);
            filter.start();
            context.addTurboFilter(filter);
        }
        if (old != null) {
            context.getTurboFilterList().remove(old);
        }
    }
}
