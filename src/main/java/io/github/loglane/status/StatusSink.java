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
}
