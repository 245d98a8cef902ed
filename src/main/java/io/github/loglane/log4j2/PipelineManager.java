package io.github.loglane.log4j2;

import io.github.loglane.LogPipeline;
import io.github.loglane.Outcome;
import io.github.loglane.PipelineConfig;
import io.github.loglane.encode.StripedPool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractManager;

/**
 * Holds the one pipeline of an appender over reconfigurations: Log4j starts the new appender before it stops the old
 * one, and both are to write to the same journal.
 *
 * <p>An appender {@link #join joins} when it starts and {@link #leave leaves} when it stops; the last to leave drains
 * the pipeline. Log4j counts the users of a manager too, but it drops the last one under a static lock that all
 * managers of the JVM share, and a drain may take seconds. So the users are counted here, the drain comes first, and
 * Log4j is told when there is nothing left to wait for.
 *
 * <p>Safe for any thread. The name has no setting in it but the topic: Log4j prints names.
 */
final class PipelineManager extends AbstractManager {

    private final Object lock = new Object();
    private final LoggerContext context;
    private final StripedPool<Log4jEventView> views = new StripedPool<>(Log4jEventView::new);
    int users;
    volatile LogPipeline pipeline;

    private PipelineManager(String name, LoggerContext context) {
        super(context, name);
        this.context = context;
    }

    /**
     * The manager of this context, topic and appender name, with its pipeline open and as {@code config} wants it.
     *
     * @throws RuntimeException or an Error as {@link LogPipeline#open} does; then nothing is held
     */
    static PipelineManager join(LoggerContext context, PipelineConfig config) {
        PipelineManager manager = getManager(name(context, config), PipelineManager::new, context);
        boolean joined = false;
        try {
            manager.openOrTakeOver(config);
            joined = true;
        } finally {
            if (!joined) {
                manager.close();
            }
        }
        return manager;
    }

    static String name(LoggerContext context, PipelineConfig config) {
        // Two contexts may have one name, such as two versions of a web application.
        String owner = context == null ? "-" : context.getName() + '@' + System.identityHashCode(context);
        return "WorkerKafka " + owner + ' ' + config.topic() + ' ' + config.name();
    }

    private void openOrTakeOver(PipelineConfig config) {
        synchronized (lock) {
            // No users but a pipeline: its last user is draining it at this moment, or has.
            if (users == 0 || pipeline.isClosed()) {
                pipeline = LogPipeline.openBehind(
                        pipeline, config, new Log4jStatusSink(), context == null ? null : Log4jLevels.of(context));
            } else {
                pipeline.reconfigure(config);
            }
            users++;
        }
    }

    Outcome append(LogEvent event, boolean hasFallback) {
        Log4jEventView view = views.take();
        try {
            return pipeline.append(view.over(event), hasFallback);
        } finally {
            // of none before it is kept: a pool must not hold the last events and what they refer to
            views.give(view.over(null));
        }
    }

    /**
     * Ends one user's part; the last one waits for the drain.
     *
     * @return whether nothing was left behind
     */
    boolean leave(Duration timeout) {
        LogPipeline toDrain = null;
        int leaving;
        synchronized (lock) {
            leaving = isContextStopping() ? users : 1;
            users -= leaving;
            if (users == 0) {
                toDrain = pipeline;
            }
        }
        boolean drained = toDrain == null || toDrain.close(timeout);
        for (int i = 0; i < leaving; i++) {
            stop(0, TimeUnit.MILLISECONDS);
        }
        return drained;
    }

    /**
     * Where the context ends, all of its users do. Some would never leave: a configuration that broke in the middle of
     * its start is not stopped by Log4j, and the pipeline that its appender had joined would end undrained.
     */
    private boolean isContextStopping() {
        return context != null && context.isStopping();
    }
}
