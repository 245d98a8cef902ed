package io.github.loglane.log4j2;

import io.github.loglane.LaneLevels;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.LevelPort;
import java.beans.PropertyChangeEvent;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LifeCycle;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * Sets levels in one Log4j context, and brings back what was there before.
 *
 * <p>Who wins: a level set here replaces any other at once. The application may replace it at any time in its turn, and then
 * keeps what it set: only what is still ours is taken back. A configuration that is loaded anew gets the levels in force before
 * its first event; what they hide from then on is what the new file says. One that broke in its start is never used: the levels go
 * on in the one that is.
 *
 * <p>Safe for any thread.
 */
final class Log4jLevels implements LevelPort {

    private static final Logger LOGGER = StatusLogger.getLogger();
    private static final String KEY = Log4jLevels.class.getName();

    private final LoggerContext context;

    /** In force, by Log4j's logger names. */
    private final Map<String, Level> levels = new TreeMap<>();

    private LaneLevels<Level> laneLevels = new LaneLevels<>();

    /** What each configuration had; {@link Before#NO_LOGGER} where a logger had no configuration of its own. */
    private final Map<Configuration, Map<String, Before>> befores = new WeakHashMap<>();

    /** Those that have the levels in force: the one in use, and one that may be in its start. */
    private final Set<Configuration> targets = new LinkedHashSet<>();

    private String workerContextKey;
    private LaneFilter filter;

    private record Before(boolean isConfigured, Level level) {
        private static final Before NO_LOGGER = new Before(false, null);
    }

    private Log4jLevels(LoggerContext context) {
        this.context = context;
        context.addPropertyChangeListener(this::configured);
    }

    /** The one of {@code context}. */
    static Log4jLevels of(LoggerContext context) {
        synchronized (Log4jLevels.class) {
            if (context.getObject(KEY) instanceof Log4jLevels there) {
                return there;
            }
            Log4jLevels made = new Log4jLevels(context);
            context.putObject(KEY, made);
            return made;
        }
    }

    /** Log4j tells this at each update of its loggers too, also while the next configuration is starting. */
    private synchronized void configured(PropertyChangeEvent event) {
        if (LoggerContext.PROPERTY_CONFIG.equals(event.getPropertyName())) {
            attachCurrent();
        }
    }

    /** Where the workers are per event: the thread context's key that names them, {@code null} for threads. */
    synchronized void workerContextKey(String key) {
        if (!Objects.equals(key, workerContextKey)) {
            workerContextKey = key;
            replaceFilter();
        }
    }

    /** Goes on with {@code configuration}, which is about to be used, or is already. */
    synchronized void attach(Configuration configuration) {
        Configuration current = context.getConfiguration();
        targets.removeIf(target -> target != current && target != configuration);
        if (!targets.add(configuration)) {
            return;
        }
        levels.forEach((name, level) -> apply(configuration, name, level));
        if (filter != null) {
            configuration.removeFilter(filter);
            configuration.addFilter(filter);
        }
        // before it is used, Log4j does that
        if (configuration == current) {
            context.updateLoggers();
        }
    }

    private void attachCurrent() {
        Configuration current = context.getConfiguration();
        if (targets.contains(current)) {
            targets.removeIf(target -> target != current && target.getState() != LifeCycle.State.STARTING);
        } else {
            attach(current);
        }
    }

    @Override
    public synchronized void setLevel(String logger, ConfLevel level) {
        attachCurrent();
        String name = name(logger);
        if (level == null) {
            Level ours = levels.get(name);
            targets.forEach(target -> restore(target, name, ours));
            levels.remove(name);
        } else {
            targets.forEach(target -> apply(target, name, Level.valueOf(level.name())));
            levels.put(name, Level.valueOf(level.name()));
        }
        context.updateLoggers();
    }

    private static String name(String logger) {
        return logger.equals(ROOT) ? "" : logger;
    }

    private void apply(Configuration target, String name, Level level) {
        Map<String, Before> before = befores.computeIfAbsent(target, c -> new HashMap<>());
        LoggerConfig found = target.getLoggerConfig(name);
        boolean isConfigured = found.getName().equals(name);
        Level current = isConfigured ? found.getExplicitLevel() : null;
        boolean isOurs = before.containsKey(name) && isConfigured && Objects.equals(levels.get(name), current);
        if (!isOurs) {
            before.put(name, isConfigured ? new Before(true, current) : Before.NO_LOGGER);
        }
        if (isConfigured) {
            found.setLevel(level);
        } else {
            LoggerConfig added = new LoggerConfig(name, level, true);
            target.addLogger(name, added);
        }
    }

    private void restore(Configuration target, String name, Level ours) {
        Before was = befores.getOrDefault(target, new HashMap<>()).remove(name);
        LoggerConfig found = target.getLoggerConfig(name);
        if (was == null || !found.getName().equals(name)) {
            return;
        }
        if (!Objects.equals(found.getExplicitLevel(), ours)) {
            LOGGER.info("loglane: logger {} keeps {}, which the application set", name, found.getExplicitLevel());
        } else if (was.isConfigured()) {
            found.setLevel(was.level());
        } else {
            target.removeLogger(name);
        }
    }

    @Override
    public synchronized void setWorkerLevel(String worker, String logger, ConfLevel level) {
        attachCurrent();
        laneLevels = laneLevels.with(worker, name(logger), level == null ? null : Level.valueOf(level.name()));
        replaceFilter();
    }

    /** Without levels of single workers there is no filter, and no cost. */
    private void replaceFilter() {
        LaneFilter old = filter;
        filter = laneLevels.isEmpty() ? null : new LaneFilter(workerContextKey, laneLevels);
        if (filter != null) {
            filter.start();
            targets.forEach(target -> target.addFilter(filter));
        }
        if (old != null) {
            targets.forEach(target -> target.removeFilter(old));
        }
    }
}
