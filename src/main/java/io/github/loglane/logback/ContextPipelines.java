package io.github.loglane.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.GenericXMLConfigurator;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.spi.LifeCycle;
import io.github.loglane.LogPipeline;
import io.github.loglane.PipelineConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Marker;

/**
 * The pipelines of one Logback context over its reconfigurations. Logback stops all appenders before it reads the new file;
 * the new ones are to go on with the same journals, without a drain in between.
 *
 * <p>Logback does not tell an appender why it is stopped. But it stops what is registered with the context first, then the
 * appenders, then tells listeners of the reset. So a pipeline whose last user leaves in between is kept: until a new appender
 * joins, or for {@link #KEEP} at most. Where the reset is a part of a stop, all are closed at its end, at the same time. The
 * stop with which Spring Boot begins to read its file is none: a reset follows it, and all is as with a reset alone.
 *
 * <p>Safe for any thread.
 */
final class ContextPipelines implements LoggerContextListener, ConfigurationEventListener {

    /** More than Logback takes to read a file; then the file has no such appender any more. */
    private static final Duration KEEP = Duration.ofSeconds(10);

    private final LoggerContext context;
    final LogbackLevels levels;
    private final SpringBoot spring = new SpringBoot();
    private final Map<String, SharedPipeline> pipelines = new HashMap<>();

    /** Beside the others, since the name of one may have come back meanwhile. */
    private final Set<SharedPipeline> closing = new LinkedHashSet<>();

    private Thread hook;
    private boolean isResetting;
    private boolean isHandedOver;

    private ContextPipelines(LoggerContext context) {
        this.context = context;
        this.levels = new LogbackLevels(context, isReadingFile());
    }

    /** The one of {@code context}; it lives among its listeners. */
    static ContextPipelines of(LoggerContext context) {
        synchronized (ContextPipelines.class) {
            for (LoggerContextListener listener : context.getCopyOfListenerList()) {
                if (listener instanceof ContextPipelines there) {
                    return there;
                }
            }
            ContextPipelines made = new ContextPipelines(context);
            context.addListener(made);
            context.addConfigurationEventListener(made);
            context.register(made.new ResetSignal());
            return made;
        }
    }

    /** Whether this thread is reading a configuration file. */
    private static boolean isReadingFile() {
        return isWithin(GenericXMLConfigurator.class, frame -> true);
    }

    private static boolean isWithin(Class<?> type, Predicate<StackWalker.StackFrame> condition) {
        String name = type.getName();
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().equals(name))
                        .anyMatch(condition));
    }

    /**
     * The pipeline of this topic and appender name, open and as {@code config} wants it.
     *
     * @param encoder the nested one, to be stopped when it is needed no more; or {@code null}
     * @throws RuntimeException or an Error as {@link LogPipeline#open} does; then nothing is held
     */
    SharedPipeline join(PipelineConfig config, Encoder<?> encoder) {
        if (!isReadingFile()) {
            levels.configured();
        }
        synchronized (this) {
            if (config.isConf() && config.isWorkerPerEvent()) {
                levels.workerContextKey(config.workerContextKey());
            }
            String key = config.topic() + ' ' + config.name();
            spring.look(context);
            SharedPipeline shared = pipelines.get(key);
            if (shared == null) {
                LogPipeline last = lastClosing(key);
                shared = new SharedPipeline(
                        this, key, LogPipeline.openBehind(last, config, new LogbackStatusSink(context), levels));
                pipelines.put(key, shared);
            } else {
                shared.pipeline.reconfigure(config);
            }
            shared.encodedBy(encoder);
            shared.users++;
            shared.stopTimeout = Duration.ofMillis(config.stopTimeoutMs());
            addHook();
            return shared;
        }
    }

    private LogPipeline lastClosing(String key) {
        return closing.stream()
                .filter(shared -> shared.key.equals(key))
                .reduce((older, newer) -> newer)
                .map(shared -> shared.pipeline)
                .orElse(null);
    }

    void leave(SharedPipeline shared) {
        synchronized (this) {
            shared.users--;
            if (shared.users > 0 || isResetting) {
                return;
            }
            isClosing(List.of(shared));
        }
        close(List.of(shared));
    }

    private void isClosing(Collection<SharedPipeline> ending) {
        pipelines.values().removeAll(ending);
        closing.addAll(ending);
        notifyAll();
    }

    /** They are forgotten only then, so that nobody ends before. */
    private void close(List<SharedPipeline> ending) {
        SharedPipeline.closeAll(ending);
        synchronized (this) {
            closing.removeAll(ending);
            if (pipelines.isEmpty() && closing.isEmpty()) {
                removeHook();
            }
        }
    }

    private void closeAll() {
        List<SharedPipeline> all;
        synchronized (this) {
            isClosing(List.copyOf(pipelines.values()));
            all = List.copyOf(closing);
        }
        close(all);
    }

    /** What Kafka's client logs meanwhile finds no appender any more, at which Logback would wonder in a WARN. */
    private void closeAllInSilence() {
        TurboFilter silence = new Silence();
        context.addTurboFilter(silence);
        try {
            closeAll();
        } finally {
            context.getTurboFilterList().remove(silence);
        }
    }

    /** Logback has no shutdown hook unless it is told to. */
    private void addHook() {
        if (hook == null) {
            Thread made = new Thread(this::shutDown, "loglane-shutdown");
            try {
                Runtime.getRuntime().addShutdownHook(made);
                hook = made;
            } catch (IllegalStateException e) {
                // the JVM is ending: who starts Logback now stops it too
            }
        }
    }

    private void removeHook() {
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM is ending, and the hook finds nothing to do
            }
            hook = null;
        }
    }

    private void shutDown() {
        if (!isStoppedElsewhere()) {
            closeAll();
        }
    }

    /** Whether a shutdown hook of another one stops Logback: then the journal is to stay open until that one has come so far. */
    boolean isStoppedElsewhere() {
        return context.getObject(CoreConstants.SHUTDOWN_HOOK_THREAD) != null || spring.stops(context);
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onReset(LoggerContext reset) {
        levels.reset();
        boolean isStop =
                isWithin(LoggerContext.class, frame -> frame.getMethodName().equals("stop"));
        if (isStop && !SpringBoot.isReloading()) {
            // before onStop(): then nobody would hear any more what is lost
            closeAllInSilence();
            return;
        }
        context.register(new ResetSignal());
        synchronized (this) {
            isHandedOver = isStop;
            isResetting = false;
            if (!orphans().isEmpty()) {
                Thread keeper = new Thread(this::closeOrphans, "loglane-keeper");
                keeper.setDaemon(true);
                keeper.start();
            }
        }
    }

    /** Where the new file has no such appender. */
    private void closeOrphans() {
        long deadline = System.nanoTime() + KEEP.toNanos();
        List<SharedPipeline> orphans;
        synchronized (this) {
            long left = KEEP.toMillis();
            while (left > 0 && !orphans().isEmpty()) {
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
            orphans = orphans();
            isClosing(orphans);
        }
        close(orphans);
    }

    private List<SharedPipeline> orphans() {
        return pipelines.values().stream().filter(shared -> shared.users == 0).toList();
    }

    @Override
    public void onStop(LoggerContext stopped) {
        synchronized (this) {
            if (isHandedOver) {
                return;
            }
            isResetting = false;
        }
        closeAll();
        try {
            context.removeConfigurationEventListener(this);
        } catch (LinkageError e) {
            // older versions, 1.5.0 among them, have no way; then it hears of configurations that no longer concern it
        }
    }

    /** Where a configuration came by another way than a file, there was no sign of its end. */
    @Override
    public void onStart(LoggerContext started) {
        levels.configured();
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {
        levels.changed(logger);
    }

    /** By its name: the types of today are not those of Logback 1.3. */
    @Override
    public void listen(ConfigurationEvent event) {
        if (event.getEventType().name().startsWith("CONFIGURATION_ENDED")) {
            levels.configured();
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Registered with the context, which stops it at the beginning of a reset, and forgets it. */
    private final class ResetSignal implements LifeCycle {

        @Override
        public void start() {
            // always is
        }

        @Override
        public void stop() {
            spring.look(context);
            synchronized (ContextPipelines.this) {
                isResetting = true;
                if (isHandedOver) {
                    // the stop before has forgotten all listeners
                    isHandedOver = false;
                    context.addListener(ContextPipelines.this);
                }
            }
        }

        @Override
        public boolean isStarted() {
            return true;
        }
    }

    private static final class Silence extends TurboFilter {
        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] params, Throwable thrown) {
            return FilterReply.DENY;
        }
    }
}
