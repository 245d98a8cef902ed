package io.github.loglane.status;

/** Where loglane's own lines go: the framework's status log, or standard error. Called from any thread; must not block. */
@FunctionalInterface
public interface StatusSink {

    /** How grave a line is. */
    enum Grade {
        INFO,
        WARN,
        ERROR
    }

    void line(Grade grade, String text);

    /**
     * Whether an appender is told the thread of what is logged now. Until then nothing may be done on our threads that logs, as
     * Kafka's clients do: nobody would know it as ours. Asked now and then on our own threads; may wait there.
     */
    default boolean isLoggingUp() {
        return true;
    }
}
