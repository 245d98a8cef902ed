package io.github.loglane.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.loglane.LogPipeline;
import io.github.loglane.Outcome;
import io.github.loglane.encode.StripedPool;
import java.time.Duration;

/** The one pipeline of the appenders of one name and topic that follow each other over reconfigurations. Safe for any thread. */
final class SharedPipeline {

    private final StripedPool<LogbackEventView> views = new StripedPool<>(LogbackEventView::new);
    private final ContextPipelines owner;
    final LogPipeline pipeline;

    /** Changed by the owner only, under its lock; so are the next two. */
    int users;

    boolean isClosing;
    Duration stopTimeout = Duration.ZERO;

    SharedPipeline(ContextPipelines owner, LogPipeline pipeline) {
        this.owner = owner;
        this.pipeline = pipeline;
    }

    Outcome append(ILoggingEvent event, boolean hasFallback) {
        LogbackEventView view = views.take();
        try {
            return pipeline.append(view.over(event), hasFallback);
        } finally {
            // of none before it is kept: a pool must not hold the last events and what they refer to
            views.give(view.over(null));
        }
    }

    /** Drains and closes it; who comes second waits for the first. */
    synchronized void close(Duration timeout) {
        pipeline.close(timeout);
    }

    /** Ends one user's part; the last one waits for the drain, unless there may be another one soon. */
    void leave(Duration timeout) {
        owner.leave(this, timeout);
    }
}
