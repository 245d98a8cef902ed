package io.github.loglane.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.github.loglane.LogPipeline;
import io.github.loglane.Outcome;
import io.github.loglane.encode.StripedPool;
import java.time.Duration;
import java.util.List;

/** The one pipeline of the appenders of one name and topic that follow each other over reconfigurations. Safe for any thread. */
final class SharedPipeline {

    private final StripedPool<LogbackEventView> views = new StripedPool<>(LogbackEventView::new);
    private final ContextPipelines owner;
    final String key;
    final LogPipeline pipeline;

    /** Changed by the owner only, under its lock; so are the next three. */
    int users;

    Duration stopTimeout = Duration.ZERO;
    private Encoder<?> encoder;
    private Encoder<?> retired;

    SharedPipeline(ContextPipelines owner, String key, LogPipeline pipeline) {
        this.owner = owner;
        this.key = key;
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

    /** Counts the event as one that could not be encoded. */
    void refuse(ILoggingEvent event) {
        pipeline.refuse(new LogbackEventView().over(event).severity());
    }

    /** A nested encoder takes over. The one before is stopped a turn later: log calls may still be in it. */
    void encodedBy(Encoder<?> successor) {
        if (successor != encoder) {
            stop(retired);
            retired = encoder;
            encoder = successor;
        }
    }

    private static void stop(Encoder<?> old) {
        if (old != null) {
            old.stop();
        }
    }

    /** Drains and closes all of them at the same time, each until its own deadline: the longest one is that of all. */
    static void closeAll(List<SharedPipeline> all) {
        List<Thread> threads = all.stream()
                .skip(1)
                .map(shared -> new Thread(shared::close, "loglane-close"))
                .toList();
        threads.forEach(Thread::start);
        all.stream().limit(1).forEach(SharedPipeline::close);
        boolean isInterrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drains and closes it; who comes second waits for the first. */
    private synchronized void close() {
        pipeline.close(stopTimeout);
        stop(retired);
        stop(encoder);
    }

    /** Ends one user's part; the last one waits for the drain, unless there may be another one soon. */
    void leave() {
        owner.leave(this);
    }
}
